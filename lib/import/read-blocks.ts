import type {Heading, List, ListItem, RootContent, Table, TableCell, TableRow} from 'mdast'
import {parseUsDate} from '#lib/format/dates.ts'
import {
  type MarkerContent,
  mergeRuns,
  type Run,
  type TableContent,
  type TextContent,
  textOf,
} from './content.ts'
import {type Context, FileProblems, unsupported} from './context.ts'
import {readRuns} from './read-inline.ts'

const STYLES = {2: 'h2', 3: 'h3', 4: 'h4'} as const

/** `1.` or `1)`, and `1.2`, `1.2.` or `1.2.3)` for parts of sections. */
const SECTION_NUMBER = /^(?:\d+[.)]|(\d+(?:\.\d+)+)[.)]?)\s+\S/

/**
 * Reads a paragraph that is bold from end to end and begins with a number as the heading that it is meant to be:
 * "1." is a section, "1.2" a part of one. Gives nothing for any other paragraph.
 */
export function readSectionHeading(runs: readonly Run[]): TextContent | undefined {
  const match = SECTION_NUMBER.exec(textOf(runs))
  if (!match || !isWhollyStrong(runs)) return undefined
  const depth = 1 + (match[1]?.split('.').length ?? 1)
  return {style: depth === 2 ? 'h2' : depth === 3 ? 'h3' : 'h4', runs: withoutStrong(runs)}
}

/** Reads a heading written with `#`. The levels are kept as they are; the first is the page's own title. */
export function readHeading(node: Heading, context: Context): TextContent {
  const runs = readWords(node, context)
  const style = node.depth === 2 || node.depth === 3 || node.depth === 4 ? STYLES[node.depth] : undefined
  if (!style)
    context.problems.at(
      node,
      node.depth === 1
        ? 'A heading of the first level is the title of the page, which is given above the text. Use ## for a section.'
        : 'Headings go down to the fourth level (####). Use a larger one or plain text.',
    )
  return {style: style ?? 'h4', runs: isWhollyStrong(runs) ? withoutStrong(runs) : runs}
}

/**
 * The heading that a file opens with when it names the whole text and not a section of it: it is the first thing
 * in the file, carries no section number, and no other heading is as large.
 */
export function ownHeading(nodes: readonly RootContent[], context: Context): Heading | undefined {
  const [first, ...rest] = nodes
  if (first?.type !== 'heading' || isNumbered(first, context)) return undefined
  const isRival = (node: RootContent) => node.type === 'heading' && node.depth <= first.depth
  return rest.some(isRival) ? undefined : first
}

function isNumbered(heading: Heading, context: Context): boolean {
  // What is wrong with it is noted when it is read for good.
  return SECTION_NUMBER.test(textOf(readRuns(heading.children, {...context, problems: new FileProblems()})))
}

/** Reads the file's own heading, of whichever level, as the text's subtitle. */
export function readSubtitle(node: Heading, context: Context): TextContent {
  const runs = readWords(node, context)
  return {style: 'subtitle', runs: isWhollyStrong(runs) ? withoutStrong(runs) : runs}
}

function readWords(node: Heading, context: Context): Run[] {
  if (node.children.length === 0) context.problems.at(node, 'This heading has no words.')
  return readRuns(node.children, context)
}

/** Whether all words of some runs are bold. */
export function isWhollyStrong(runs: readonly Run[]): boolean {
  return (
    runs.length > 0 && runs.every(({text, decorators}) => text.trim() === '' || decorators.includes('strong'))
  )
}

/** Headings are bold by their style; a mark besides would make them bold twice. */
function withoutStrong(runs: readonly Run[]): Run[] {
  return mergeRuns(
    runs.map((run) => ({...run, decorators: run.decorators.filter((mark) => mark !== 'strong')})),
  )
}

/**
 * A "Last Updated" line: its place and words, its date as an ISO date, or the text that is not one, and whether it is
 * marked as something that its own look cannot show. The page sets the words bold, so bold is no such mark.
 */
export type LastUpdated = {
  marker: MarkerContent
  date: string | undefined
  written: string
  losesMarks: boolean
}

/**
 * Reads a paragraph such as "Last Updated: 11/09/2025" (US order); gives nothing for any other paragraph.
 *
 * Leading zeros are required, because the page writes the date with them and must read as the file does.
 */
export function readLastUpdated(runs: readonly Run[]): LastUpdated | undefined {
  const match = /^(last updated:)\s*(.*)$/is.exec(textOf(runs).trim())
  if (!match) return undefined
  const [, label = '', written = ''] = match
  const losesMarks = runs.some(
    ({decorators, href}) => href !== undefined || decorators.some((mark) => mark !== 'strong'),
  )
  return {marker: {label}, date: parseUsDate(written), written, losesMarks}
}

/** The Studio's editor nests lists no deeper. */
const MAX_LIST_LEVEL = 10

/** Turns a list with everything nested in it into list items in reading order, each with its level from 1. */
export function readList(list: List, context: Context, level = 1): TextContent[] {
  if (list.ordered && (list.start ?? 1) !== 1)
    context.problems.at(list, `The numbers of this list begin at ${list.start}; they can only begin at 1.`)
  if (level > MAX_LIST_LEVEL) {
    context.problems.at(list, `Lists can be nested ${MAX_LIST_LEVEL} levels deep, and this one is deeper.`)
    return []
  }
  if (list.ordered) reportOtherNumbers(list, context)
  return list.children.flatMap((item) => readItem(item, list.ordered ? 'number' : 'bullet', context, level))
}

/** Names an item whose number is not the one that the page counts. Markdown lets all be the same, and counts then too. */
function reportOtherNumbers({children: items}: List, {source, problems}: Context): void {
  const numbers = items.map(({position}) => Number.parseInt(source.slice(position?.start.offset), 10))
  if (numbers.every((number) => number === numbers[0])) return
  const first = numbers.findIndex((number, index) => number !== (numbers[0] ?? 1) + index)
  const item = items[first]
  if (item)
    problems.at(
      item,
      `This item is written as number ${numbers[first]} and would be counted as ${first + 1}.`,
    )
}

/**
 * Names a list that would become one with the list before it, which has the same signs. Within an entry of a list
 * another list may not follow at all: the page would end the entry for it.
 */
export function reportJoinedLists(
  previous: RootContent | undefined,
  list: List,
  {problems, level}: {problems: FileProblems; level: number},
): void {
  if (previous?.type !== 'list') return
  if (previous.ordered !== list.ordered) {
    if (level > 1)
      problems.at(list, 'An entry of a list can hold one list only, with bullets or with numbers throughout.')
    return
  }
  problems.at(
    list,
    list.ordered
      ? 'Two numbered lists without text between them would be numbered as one. Put a paragraph between them.'
      : 'Two lists without text between them would become one. Put a paragraph between them, or give both the same sign.',
  )
}

function readItem(
  item: ListItem,
  listItem: NonNullable<TextContent['listItem']>,
  context: Context,
  level: number,
): TextContent[] {
  const {problems} = context
  const [first, ...rest] = item.children
  if (typeof item.checked === 'boolean')
    problems.at(item, 'A tick box cannot be kept in a policy. Write a plain list.')
  if (first?.type !== 'paragraph') {
    problems.at(
      item,
      first && first.type !== 'list'
        ? unsupported(first.type, 'in a list')
        : 'This list item has no text of its own.',
    )
    return []
  }
  const nested = rest.flatMap((node, index) => {
    if (node.type === 'list') {
      reportJoinedLists(rest[index - 1], node, {problems, level: level + 1})
      return readList(node, context, level + 1)
    }
    problems.at(
      node,
      node.type === 'paragraph'
        ? 'A list item can hold one paragraph only. Make this one a list item or a paragraph of its own.'
        : unsupported(node.type, 'in a list'),
    )
    return []
  })
  return [{style: 'normal', listItem, level, runs: readRuns(first.children, context)}, ...nested]
}

/**
 * Reads a table: its first row names the columns. Cells hold plain words, and rows that are too short are filled up
 * with empty cells. To which side the file sets the words of a column says nothing that a reader misses, and is not
 * kept.
 */
export function readTable({children: rows, ...table}: Table, context: Context): TableContent {
  const [head] = rows
  const columns = head?.children.length ?? 0
  if (rows.length < 2)
    context.problems.atLine(
      table.position?.start.line ?? 1,
      'This table has headings and no row under them. Add one, or remove it.',
    )
  return {rows: rows.map((row) => readRow(row, columns, row === head, context))}
}

function readRow(row: TableRow, columns: number, isHead: boolean, context: Context): string[] {
  const cells = row.children.map((cell) => readCell(cell, isHead, context))
  if (cells.length > columns)
    context.problems.at(
      row,
      `This row has ${cells.length} cells and the first has ${columns}. Give both as many.`,
    )
  return Array.from({length: columns}, (_, column) => cells[column] ?? '')
}

/** The words of a cell. The page sets the names of the columns bold, so a name that is bold as a whole loses nothing. */
function readCell(cell: TableCell, isHead: boolean, context: Context): string {
  const runs = readRuns(cell.children, context)
  const isMarked = runs.some(({decorators, href}) => decorators.length > 0 || href !== undefined)
  const isOnlyBold =
    isHead && isWhollyStrong(runs) && runs.every(({decorators, href}) => decorators.length < 2 && !href)
  if (isMarked && !isOnlyBold)
    context.problems.at(
      cell,
      'A cell of a table holds plain words: bold, italics, code and links cannot be kept in it.',
    )
  return textOf(runs)
}
