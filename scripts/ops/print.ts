import Table from 'cli-table3'

/** Cells of one line, in the order of their headings. */
export type Line = Readonly<Record<string, string | number | Date | null | undefined>>

/** Prints lines as a table, or as JSON for programs. */
export function printTable(lines: readonly Line[], {json, none}: {json: boolean; none: string}): void {
  const [first] = lines
  if (json) printJson(lines)
  else if (first === undefined) console.log(none)
  else {
    // Colours are for eyes; a file would hold them as rubbish.
    const head = process.stdout.isTTY ? ['bold'] : []
    const table = new Table({head: Object.keys(first), style: {head, border: []}})
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
  // JSON leaves the controls above ASCII as they are.
  const text = JSON.stringify(value, null, 2).replace(
    /[\u007F-\u009F]/g,
    (control) => `\\u${control.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
  console.log(text)
}

/** What people typed must not steer the terminal that shows it. */
function cell(value: Line[string]): string {
  if (value === null || value === undefined) return ''
  if (value instanceof Date) return value.toISOString().replace('T', ' ').slice(0, 19)
  return String(value).replace(/(?!\n)\p{Cc}/gu, ' ')
}
