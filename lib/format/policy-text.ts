import type {PolicyBody} from '#sanity/types.gen.ts'
import {formatUsDate} from './dates.ts'

type Policy = {lastUpdated?: string | null; body?: PolicyBody | null}

/** The words of a policy in order: a text for each paragraph, heading, list item, row of a table and "Last updated" line. */
export function policyText({lastUpdated, body}: Policy): string[] {
  return (body ?? []).flatMap((member) => textsOf(member, lastUpdated ?? ''))
}

function textsOf(member: PolicyBody[number], lastUpdated: string): string[] {
  switch (member._type) {
    case 'lastUpdatedMarker':
      return [`${member.label ?? ''} ${formatUsDate(lastUpdated)}`.trim()]
    case 'table':
      return [...given(member.caption), ...(member.rows ?? []).map(({cells}) => (cells ?? []).join(' | '))]
    case 'callout':
      return [...given(member.label), ...(member.text ?? []).map(wordsOf)]
    case 'block':
      return [wordsOf(member)]
    default:
      // The Content Lake may hold what this version of the content model does not know.
      return []
  }
}

const given = (words: string | undefined): string[] => (words ? [words] : [])

const wordsOf = ({children}: {children?: {text?: string}[]}): string =>
  (children ?? []).map(({text}) => text ?? '').join('')
