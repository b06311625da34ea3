import {createHash} from 'node:crypto'
import type {Numbering} from '#lib/format/lists.ts'
import type {PolicyBody} from '#sanity/types.gen.ts'

/** A member of a policy's body as it is stored. */
export type BodyMember = PolicyBody[number]

/** A stored paragraph, heading or list item. */
export type TextBlock = Extract<BodyMember, {_type: 'block'}>

/** What a run of text can be marked as, besides being a link; sorted by name. */
export const DECORATORS = ['code', 'em', 'strike-through', 'strong', 'sub', 'sup', 'underline'] as const

export type Decorator = (typeof DECORATORS)[number]

/** Words with the same marks. Decorators are sorted, so that equal runs are equal as JSON. */
export type Run = {
  text: string
  decorators: Decorator[]
  href?: string
  /** What a reader sees who points at the link. */
  title?: string
  /** The run is the policy's date, written in this format, and has no text. */
  date?: string
}

/** Of what may stand inside a list item: the level of that item. */
type Inside = {level?: number}

/** What a paragraph, heading or list item says, without the keys that storing it needs. */
export type TextContent = Inside & {
  style: NonNullable<TextBlock['style']>
  listItem?: NonNullable<TextBlock['listItem']>
  /** The item's number, where it is not the next one. */
  itemNumber?: number
  /** How its list is counted, where the level does not say it. */
  numbering?: Numbering
  /** Names by which links reach it. */
  anchors?: string[]
  runs: Run[]
}

/** The place of the "Last updated" line, with the words before the date and how the date is written. */
export type MarkerContent = {label: string; format?: string}

/** A table: a short text for each cell, row by row. The first row names the columns, unless `headerRows` is 0. */
export type TableContent = Inside & {rows: TextContent[][][]; headerRows?: number; caption?: string}

/** Text whose spaces and line breaks count. */
export type CodeContent = Inside & {code: string; language?: string}

/** Words set apart from the text around them. */
export type CalloutContent = Inside & {callout: TextContent[]; label?: string}

/** A picture: the id of its asset once it is stored, and until then where the file has it. */
export type PictureContent = Inside & {picture: string; alt: string; caption?: string}

/** What one member of a body says, as a file can say it. */
export type Content =
  | TextContent
  | MarkerContent
  | TableContent
  | CodeContent
  | CalloutContent
  | PictureContent

/** A part that this version of the importer does not know, by its type and its words. */
export type UnknownContent = {part: string; words: string[]}

/** What one stored member of a body says. */
export type StoredContent = Content | UnknownContent

/** A policy as a file gives it: title, date as an ISO calendar date where it gives one, and the text in order. */
export type PolicyContent = {title: string; lastUpdated?: string; body: Content[]}

/** The same as it is stored. */
export type StoredPolicyContent = Omit<PolicyContent, 'body'> & {body: StoredContent[]}

/** The words of some runs, without their marks. */
export const textOf = (runs: readonly Run[]): string => runs.map(({text}) => text).join('')

/** Every word of a part, a text for each of its paragraphs. */
export function wordsOf(content: StoredContent): string[] {
  if ('runs' in content) return [textOf(content.runs)]
  if ('rows' in content)
    return [
      content.caption ?? '',
      ...content.rows.flat().map((cell) => cell.flatMap(wordsOf).join('\n')),
    ].filter(Boolean)
  if ('code' in content) return [content.code]
  if ('callout' in content) return [content.label ?? '', ...content.callout.flatMap(wordsOf)].filter(Boolean)
  if ('picture' in content) return [content.alt, content.caption ?? ''].filter(Boolean)
  if ('part' in content) return content.words
  return [content.label]
}

const sameMarks = (a: Run, b: Run): boolean =>
  a.href === b.href && a.title === b.title && a.decorators.join() === b.decorators.join()

/** Joins neighbours with equal marks and drops empty runs. */
export function mergeRuns(runs: readonly Run[]): Run[] {
  const merged: Run[] = []
  for (const run of runs) {
    const last = merged.at(-1)
    if (run.text === '' && run.date === undefined) continue
    if (last && last.date === undefined && run.date === undefined && sameMarks(last, run))
      last.text += run.text
    else merged.push({...run})
  }
  return merged
}

/** Whether all words of some runs are bold. */
export const isWhollyStrong = (runs: readonly Run[]): boolean =>
  textOf(runs).trim() !== '' &&
  runs.every(({text, decorators}) => text.trim() === '' || decorators.includes('strong'))

/** Headings and the names of columns are bold by what they are; a mark besides would make them bold twice. */
export const withoutStrong = (runs: readonly Run[]): Run[] =>
  mergeRuns(runs.map((run) => ({...run, decorators: run.decorators.filter((mark) => mark !== 'strong')})))

/** All words bold. */
export const strong = (runs: readonly Run[]): Run[] =>
  mergeRuns(
    runs.map((run) => ({...run, decorators: [...new Set<Decorator>([...run.decorators, 'strong'])].sort()})),
  )

/** A short name for what one member of a body says: equal content has an equal name, on every machine. */
export const contentDigest = (content: StoredContent): string => sha256(canonical(content)).slice(0, 12)

/** The key of a member by the digest of what it says; `copy` counts from 1 the members that say the same. */
export const contentKey = (digest: string, copy: number): string =>
  copy === 1 ? digest : `${digest}x${copy}`

/** A name for what a whole policy says, 64 hexadecimal digits. It does not depend on keys. */
export const policyDigest = ({title, lastUpdated, body}: StoredPolicyContent): string =>
  sha256([title, lastUpdated ?? '', body.map(canonical)])

const sha256 = (value: unknown): string => createHash('sha256').update(JSON.stringify(value)).digest('hex')

/** Arrays in a fixed order, so that the order in which properties were written does not count. */
function canonical(content: StoredContent): unknown[] {
  if ('part' in content) return [content.part, content.words]
  if ('label' in content && !('callout' in content)) return [content.label, ...some(content.format)]
  const level = 'level' in content ? (content.level ?? 0) : 0
  if ('rows' in content)
    return [
      'rows',
      content.rows.map((cells) => cells.map((cell) => cell.map(canonical))),
      content.headerRows ?? 1,
      content.caption ?? '',
      level,
    ]
  if ('code' in content) return ['code', content.code, content.language ?? '', level]
  if ('callout' in content) return ['callout', content.label ?? '', content.callout.map(canonical), level]
  if ('picture' in content) return ['picture', content.picture, content.alt, content.caption ?? '', level]
  const {style, listItem, itemNumber, numbering, anchors, runs} = content
  return [
    style,
    listItem ?? '',
    level,
    runs.map(canonicalRun),
    ...some([itemNumber ?? '', numbering ?? '', ...(anchors ?? [])].join(' ').trim()),
  ]
}

const some = (value: string | undefined): string[] => (value ? [value] : [])

const canonicalRun = ({text, decorators, href, title, date}: Run): unknown[] => [
  text,
  decorators,
  href ?? '',
  ...some(title),
  ...(date === undefined ? [] : ['date', date]),
]
