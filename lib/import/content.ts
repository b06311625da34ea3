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
