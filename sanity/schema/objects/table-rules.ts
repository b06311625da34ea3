import {z} from 'zod'

const table = z.array(z.object({_key: z.string().optional(), cells: z.array(z.unknown()).optional()}))

type Finding = true | string | {message: string; path: Array<{_key: string} | number>}

/** Refuses a table that cannot be read: one without a row under its headings, or with rows of different lengths. */
export function validateRows(value: readonly unknown[] | undefined): Finding {
  const rows = table.catch([]).parse(value ?? [])
  const columns = rows[0]?.cells?.length ?? 0
  if (rows.length < 2 || columns === 0)
    return 'A table needs a row that names the columns, and at least one row below it.'
  const odd = rows.findIndex(({cells}) => (cells?.length ?? 0) !== columns)
  if (odd < 0) return true
  const key = rows[odd]?._key
  return {
    message: `This row has ${rows[odd]?.cells?.length ?? 0} cells and the first has ${columns}. Give both as many.`,
    path: [key ? {_key: key} : odd],
  }
}
