import type {PolicyBody} from '#sanity/types.gen.ts'
import {writtenDate} from './dates.ts'
import {readPart, type TextBlock} from './portable-text.ts'

type Policy = {lastUpdated?: string | null; body?: PolicyBody | null}

/** The words of a policy in order: a text for each paragraph, heading, list item, row of a table and "Last updated" line. */
export function policyText({lastUpdated, body}: Policy): string[] {
  return (body ?? []).flatMap((member) => textsOf(member, lastUpdated ?? ''))
}

function textsOf(member: PolicyBody[number], lastUpdated: string): string[] {
  const part = readPart(member)
  // The Content Lake may hold what this version of the content model does not know.
  if (!part) return []
  const words = (block: TextBlock) => wordsOf(block, lastUpdated)
  switch (part._type) {
    case 'lastUpdatedMarker':
      return [`${part.label} ${writtenDate(lastUpdated, part.format)}`.trim()]
    case 'table':
      return [
        ...given(part.caption),
        ...part.rows.map(({cells}) => cells.map((cell) => cell.map(words).join(' ')).join(' | ')),
      ]
    case 'callout':
      return [...given(part.label), ...part.text.map(words)]
    case 'code':
      return [part.code]
    case 'figure':
      return given(part.caption)
    case 'block':
      return [words(part)]
  }
}

const given = (words: string | undefined): string[] => (words ? [words] : [])

const wordsOf = ({children}: TextBlock, lastUpdated: string): string =>
  children
    .map((child) => (child._type === 'lastUpdatedDate' ? writtenDate(lastUpdated, child.format) : child.text))
    .join('')
