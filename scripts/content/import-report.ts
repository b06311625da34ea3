import {formatUsDate} from '#lib/format/dates.ts'
import {policyText} from '#lib/format/policy-text.ts'
import {type BodyMember, type Content, type PolicyContent, textOf} from '#lib/import/content.ts'
import {pairWithPrevious} from '#lib/import/store.ts'
import type {StoredPolicy} from './policy-versions.ts'

const MAX_EXCERPT_CHARACTERS = 70

/** What a file changes in a stored policy, a line for each difference, in the order of the file. */
export function differences(stored: StoredPolicy, file: PolicyContent): string[] {
  const lines: string[] = []
  if (stored.title !== file.title) lines.push(change('title', stored.title ?? '', file.title))
  if (stored.lastUpdated !== file.lastUpdated)
    lines.push(change('date', formatUsDate(stored.lastUpdated ?? ''), formatUsDate(file.lastUpdated)))

  const body = stored.body ?? []
  const pairs = pairWithPrevious(file.body, body)
  const kept = new Set([...pairs.values()].map(({member}) => member._key))
  for (const [index, content] of file.body.entries()) {
    const pair = pairs.get(index)
    if (!pair) lines.push(`+ ${excerpt(wordsOf(content))}`)
    else if (!pair.same)
      lines.push(change('text', policyText({body: [pair.member]}).join(' / '), wordsOf(content)))
  }
  const removed = policyText({body: body.filter(({_key}) => !kept.has(_key))})
  return [...lines, ...removed.map((text) => `- ${excerpt(text)}`)]
}

function wordsOf(content: Content): string {
  if ('rows' in content) return content.rows.map((cells) => cells.join(' | ')).join(' / ')
  return 'label' in content ? content.label : textOf(content.runs)
}

/** Both texts from a little before the first difference. */
function change(what: string, before: string, after: string): string {
  if (before === after) return `~ ${what}: ${excerpt(after)} (bold, links or the like)`
  let start = 0
  while (start < before.length && before[start] === after[start]) start += 1
  const from = start > 20 ? before.lastIndexOf(' ', start - 10) + 1 : 0
  return `~ ${what}: ${excerpt(before, from)} → ${excerpt(after, from)}`
}

function excerpt(text: string, from = 0): string {
  const part = text.slice(from, from + MAX_EXCERPT_CHARACTERS)
  return `"${from > 0 ? '… ' : ''}${part}${from + part.length < text.length ? '…' : ''}"`
}

const NAMES: ReadonlyMap<string, string> = new Map([
  ['table', 'a table'],
  ['callout', 'a call-out'],
  ['figure', 'a picture'],
])

/** Names a part of a text that is not plain words, for a person who has to find it in the Studio. */
export function describePart(member: BodyMember): string {
  const words = policyText({body: [member]}).join(' / ')
  const name = NAMES.get(member._type) ?? `a part of the kind "${member._type}"`
  return words ? `${name}: ${excerpt(words)}` : name
}
