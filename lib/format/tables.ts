/** How many columns and rows a cell takes, as HTML says it. */
export type Span = {columns: number; rows: number}

/**
 * The cells of a table, each in its column, row by row, with as many as the widest row has. A cell that spans several columns
 * or rows stands in the first place of them, and nothing in the others. Rows without a cell of their own are left out.
 */
export function inColumns<Cell>(
  rows: readonly (readonly Cell[])[],
  spanOf: (cell: Cell) => Span,
): (Cell | undefined)[][] {
  /** For each column, how many of the next rows a cell above reaches into. */
  const covered: number[] = []
  const grid = rows.flatMap((row) => {
    const cells: (Cell | undefined)[] = []
    const skip = () => {
      for (let column = cells.length; (covered[column] ?? 0) > 0; column = cells.length) {
        covered[column] = (covered[column] ?? 0) - 1
        cells.push(undefined)
      }
    }
    for (const cell of row) {
      skip()
      const span = spanOf(cell)
      const columns = cells.length < MAX_SPANNED_COLUMNS ? Math.min(span.columns, MAX_SPANNED_COLUMNS) : 1
      for (let column = 0; column < columns; column += 1) {
        covered[cells.length] = span.rows - 1
        cells.push(column === 0 ? cell : undefined)
      }
    }
    skip()
    return row.length > 0 ? [cells] : []
  })
  const columns = grid.reduce((most, {length}) => Math.max(most, length), 0)
  if (columns * grid.length > MAX_FILLED_CELLS) return grid
  return grid.map((row) => Array.from({length: columns}, (_, column) => row[column]))
}

/** A cell over a thousand columns would make as many in every row, as would a row of a thousand cells. */
const [MAX_SPANNED_COLUMNS, MAX_FILLED_CELLS] = [50, 100_000]
