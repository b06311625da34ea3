import {basename} from 'node:path'
import Table from 'cli-table3'
import {formatUsDate} from '#lib/format/dates.ts'
import {type StoredContent, type StoredPolicyContent, wordsOf} from '#lib/import/content.ts'
import type {Finding} from '#lib/import/findings.ts'
import type {Conflict} from '#lib/import/merge.ts'
import {pairWithPrevious, policyText} from '#lib/import/store.ts'
import type {StoredPolicy} from './policy-versions.ts'

/** What was read from a file, and found in it. */
export type FileReport = {
  file: string
  slug: string
  ok: boolean
  title?: string
  lastUpdated?: string
  findings: Finding[]
}

/** What became of the files of a folder, in a few words. */
export function folderSummary(report: readonly FileReport[]): string {
  const isOpen = ({findings, lastUpdated}: FileReport) =>
    lastUpdated === undefined || findings.some(({severity}) => severity === 'leftover')
  const whole = report.filter((file) => file.ok && !isOpen(file)).length
  const refused = report.filter(({ok}) => !ok)
  const counts = [
    `${whole} can be brought in as they are`,
    `${report.length - whole - refused.length} as drafts that need something filled in`,
    `${refused.length} not${refused.length > 0 ? ` (${refused.map(({file}) => basename(file)).join(', ')})` : ''}`,
  ]
  return `Of ${report.length} files ${counts.join(', ')}. What was found in each stands above.`
}

const MAX_EXCERPT_CHARACTERS = 70

/** What a text changes in a stored policy, a line for each difference, in the order of the text. */
export function differences(stored: StoredPolicy, text: StoredPolicyContent): string[] {
  const lines: string[] = []
  if (stored.title !== text.title) lines.push(change('title', stored.title ?? '', text.title))
  if ((stored.lastUpdated ?? '') !== (text.lastUpdated ?? ''))
    lines.push(change('date', formatUsDate(stored.lastUpdated ?? ''), formatUsDate(text.lastUpdated ?? '')))

  const body = stored.body ?? []
  const pairs = pairWithPrevious(text.body, body)
  const kept = new Set([...pairs.values()].map(({member}) => member._key))
  for (const [index, content] of text.body.entries()) {
    const pair = pairs.get(index)
    if (!pair) lines.push(`+ ${excerpt(wordsIn(content))}`)
    else if (!pair.same)
      lines.push(change('text', policyText({body: [pair.member]}).join(' / '), wordsIn(content)))
  }
  const removed = policyText({body: body.filter(({_key}) => !kept.has(_key))})
  return [...lines, ...removed.map((text) => `- ${excerpt(text)}`)]
}

function wordsIn(content: StoredContent): string {
  if ('rows' in content) {
    const rows = content.rows.map((cells) => cells.map((cell) => cell.flatMap(wordsOf).join(' ')).join(' | '))
    return [...(content.caption ? [content.caption] : []), ...rows].join(' / ')
  }
  return wordsOf(content).join(' / ')
}

const COLUMN_CHARACTERS = 46

/** What both sides changed, side by side. */
export function conflictTable(conflicts: readonly Conflict[]): string {
  const table = new Table({
    head: ['In the Studio (--ours)', 'In the file (--theirs)'],
    colWidths: [COLUMN_CHARACTERS + 2, COLUMN_CHARACTERS + 2],
    wordWrap: true,
    style: {head: [], border: []},
  })
  const side = (contents: readonly StoredContent[]) => contents.map(wordsIn).join('\n') || '(taken away)'
  for (const {ours, theirs} of conflicts) table.push([side(ours), side(theirs)])
  return table.toString()
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
