import type {Table, TableCell, TableRow} from 'mdast'
import {type TableContent, textOf} from './content.ts'
import {isWhollyStrong} from './heading.ts'
import {type Context, readRuns} from './runs.ts'

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
