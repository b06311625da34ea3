import {createHash} from 'node:crypto'
import type {PolicyBody} from '#sanity/types.gen.ts'

/** A member of a policy's body as it is stored. */
export type BodyMember = PolicyBody[number]

/** A stored paragraph, heading or list item. */
export type TextBlock = Extract<BodyMember, {_type: 'block'}>

/** What a run of text can be marked as, besides being a link. */
export type Decorator = 'strong' | 'em' | 'code'

/** Words with the same marks. Decorators are sorted, so that equal runs are equal as JSON. */
export type Run = {text: string; decorators: Decorator[]; href?: string}

/** What a paragraph, heading or list item says, without the keys that storing it needs. */
export type TextContent = {
  style: NonNullable<TextBlock['style']>
  listItem?: NonNullable<TextBlock['listItem']>
  level?: number
  runs: Run[]
}

/** The place of the "Last updated" date, with the words before it. */
export type MarkerContent = {label: string}

/** A table's cells, row by row; the first row names the columns. */
export type TableContent = {rows: string[][]}

/** What one member of a body says, as a file can say it. */
export type Content = TextContent | MarkerContent | TableContent

/** A part that only the Studio makes, such as a call-out or a table with a caption, by its type and its words. */
export type StudioContent = {part: string; words: string[]}

/** What one stored member of a body says. */
export type StoredContent = Content | StudioContent

/** A policy as a file gives it: title, date as an ISO calendar date, and the text in order. */
export type PolicyContent = {title: string; lastUpdated: string; body: Content[]}

/** The same as it is stored, parts that only the Studio makes included. */
export type StoredPolicyContent = Omit<PolicyContent, 'body'> & {body: StoredContent[]}

/** The words of some runs, without their marks. */
export const textOf = (runs: readonly Run[]): string => runs.map(({text}) => text).join('')

/** Joins neighbours with equal marks and drops empty runs. */
export function mergeRuns(runs: readonly Run[]): Run[] {
  const merged: Run[] = []
  for (const run of runs) {
    const last = merged.at(-1)
    if (run.text === '') continue
    if (last && last.href === run.href && last.decorators.join() === run.decorators.join())
      last.text += run.text
    else merged.push({...run})
  }
  return merged
}

/** A short name for what one member of a body says: equal content has an equal name, on every machine. */
export const contentDigest = (content: StoredContent): string => sha256(canonical(content)).slice(0, 12)

/**
 * The key of a member by the digest of what it says; `copy` counts from 1 the members that say the same. Imported
 * tables always have such a key, so that an import knows them from those that an editor made or changed.
 */
export const contentKey = (digest: string, copy: number): string =>
  copy === 1 ? digest : `${digest}x${copy}`

/** Whether a key is the one of any copy of what has a digest. */
export const isContentKey = (key: string, digest: string): boolean =>
  key === digest || (key.startsWith(`${digest}x`) && /^\d+$/.test(key.slice(digest.length + 1)))

/** A name for what a whole policy says, 64 hexadecimal digits. It does not depend on keys. */
export const policyDigest = ({title, lastUpdated, body}: StoredPolicyContent): string =>
  sha256([title, lastUpdated, body.map(canonical)])

const sha256 = (value: unknown): string => createHash('sha256').update(JSON.stringify(value)).digest('hex')

/** Arrays in a fixed order, so that the order in which properties were written does not count. */
const canonical = (content: StoredContent): unknown[] => {
  if ('part' in content) return [content.part, content.words]
  if ('rows' in content) return ['rows', content.rows]
  if ('label' in content) return [content.label]
  return [content.style, content.listItem ?? '', content.level ?? 0, content.runs.map(canonicalRun)]
}

const canonicalRun = ({text, decorators, href}: Run): unknown[] => [text, decorators, href ?? '']
