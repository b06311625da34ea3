import {ThListIcon} from '@sanity/icons/ThList'
import {defineArrayMember, defineField, defineType} from 'sanity'
import {z} from 'zod'

/** Rows of words under headings. The first row names the columns. */
export const table = defineType({
  name: 'table',
  title: 'Table',
  type: 'object',
  icon: ThListIcon,
  fields: [
    defineField({
      name: 'caption',
      title: 'Caption',
      type: 'string',
      description:
        'Says what the table shows. Screen readers say it first, so that people know whether to go in.',
      validation: (rule) =>
        rule.required().warning('Say what the table shows, unless the words before it do.'),
    }),
    defineField({
      name: 'rows',
      title: 'Rows',
      type: 'array',
      description: 'The first row names the columns. Every row needs as many cells as the first.',
      of: [defineArrayMember({type: 'tableRow'})],
      validation: (rule) => rule.custom(validateRows),
    }),
  ],
  preview: {
    select: {caption: 'caption', rows: 'rows'},
    prepare: ({caption, rows}) => ({
      title: caption || 'Table',
      subtitle: `${Array.isArray(rows) ? rows.length : 0} rows`,
    }),
  },
})

/** One row of a table. */
export const tableRow = defineType({
  name: 'tableRow',
  title: 'Row',
  type: 'object',
  fields: [
    defineField({
      name: 'cells',
      title: 'Cells',
      type: 'array',
      description: 'From left to right. A cell may stay empty.',
      of: [defineArrayMember({type: 'string'})],
    }),
  ],
  preview: {
    select: {cells: 'cells'},
    prepare: ({cells}) => ({title: Array.isArray(cells) ? cells.join(' · ') : 'Empty row'}),
  },
})

const stored = z.array(z.object({_key: z.string().optional(), cells: z.array(z.unknown()).optional()}))

type Finding = true | string | {message: string; path: Array<{_key: string} | number>}

/** Refuses a table that cannot be read: one without a row under its headings, or with rows of different lengths. */
export function validateRows(value: readonly unknown[] | undefined): Finding {
  const rows = stored.catch([]).parse(value ?? [])
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
