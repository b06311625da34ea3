import Table from 'cli-table3'

/** Cells of one line, in the order of their headings. */
export type Line = Readonly<Record<string, string | number | Date | null | undefined>>

/** Prints lines as a table, or as JSON for programs. */
export function printTable(lines: readonly Line[], {json, none}: {json: boolean; none: string}): void {
  const [first] = lines
  if (json) printJson(lines)
  else if (first === undefined) console.log(none)
  else {
    const table = new Table({head: Object.keys(first), style: {head: ['bold'], border: []}})
    table.push(...lines.map((line) => Object.values(line).map(cell)))
    console.log(table.toString())
  }
}

/** Prints names and values under each other. */
export function printFields(fields: Line): void {
  const table = new Table({style: {head: [], border: []}, wordWrap: true, colWidths: [22, 76]})
  table.push(...Object.entries(fields).map(([name, value]) => [name, cell(value)]))
  console.log(table.toString())
}

export function printJson(value: unknown): void {
  console.log(JSON.stringify(value, null, 2))
}

function cell(value: Line[string]): string {
  if (value === null || value === undefined) return ''
  return value instanceof Date ? value.toISOString().replace('T', ' ').slice(0, 19) : String(value)
}
