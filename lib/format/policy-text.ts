import type {PolicyBody} from '#sanity/types.gen.ts'
import {formatUsDate} from './us-date.ts'

type Policy = {lastUpdated?: string | null; body?: PolicyBody | null}

/** The words of a policy, one text for each paragraph, heading, list item and "Last updated" line, in order. */
export function policyText({lastUpdated, body}: Policy): string[] {
  return (body ?? []).map((member) =>
    member._type === 'lastUpdatedMarker'
      ? `${member.label ?? ''} ${formatUsDate(lastUpdated ?? '')}`.trim()
      : (member.children ?? []).map(({text}) => text ?? '').join(''),
  )
}
