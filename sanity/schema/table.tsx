import {BehaviorPlugin} from '@portabletext/editor/plugins'
import {ThListIcon} from '@sanity/icons/ThList'
import {defineArrayMember, defineField, defineType, type PortableTextPluginsProps} from 'sanity'
import {z} from 'zod'
import {plainText} from '#lib/format/portable-text.ts'
import {pasteText, TABLE_CONTAINERS} from '../paste-text.ts'

/** Of a part beside paragraphs: it goes on inside the list item before it. */
export const insideItem = defineField({
  name: 'level',
  title: 'Inside the list item above',
  type: 'number',
  description: 'The level of that item, from 1. Empty for a part that stands by itself.',
  validation: (rule) => rule.integer().min(1).max(10),
})

const PASTE = [pasteText]

/**
 * Lets an editor write a table as a grid: with Tab from cell to cell, rows and columns added and moved, and paste text with
 * tables and headings from Word, Google Docs, a page or a spreadsheet.
 */
export function WithTables(props: PortableTextPluginsProps) {
  return (
    <>
      <BehaviorPlugin behaviors={PASTE} />
      {props.renderDefault({
        ...props,
        plugins: {...props.plugins, table: {enabled: true, containers: TABLE_CONTAINERS}},
      })}
    </>
  )
}

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
    defineField({
      name: 'headerRows',
      title: 'Rows that name the columns',
      type: 'number',
      initialValue: 1,
      description: 'Usually 1. With 0 no row does.',
      validation: (rule) => rule.integer().min(0).max(10),
    }),
    insideItem,
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
      of: [defineArrayMember({type: 'tableCell'})],
    }),
  ],
  preview: {
    select: {cells: 'cells'},
    prepare: ({cells}) => ({title: Array.isArray(cells) ? cells.map(plainText).join(' · ') : 'Empty row'}),
  },
})

/** One cell of a table: a short text. */
export const tableCell = defineType({
  name: 'tableCell',
  title: 'Cell',
  type: 'object',
  fields: [defineField({name: 'text', title: 'Text', type: 'shortText'})],
  preview: {select: {text: 'text'}, prepare: ({text}) => ({title: plainText(text) || 'Empty cell'})},
})

const stored = z.array(z.object({_key: z.string().optional(), cells: z.array(z.unknown()).optional()}))

type Finding = true | string | {message: string; path: Array<{_key: string} | number>}

/** Refuses a table that cannot be read: one without cells, or with rows of different lengths. */
export function validateRows(value: readonly unknown[] | undefined): Finding {
  const rows = stored.catch([]).parse(value ?? [])
  const columns = rows[0]?.cells?.length ?? 0
  if (columns === 0) return 'A table needs a row with at least one cell.'
  const odd = rows.findIndex(({cells}) => (cells?.length ?? 0) !== columns)
  if (odd < 0) return true
  const key = rows[odd]?._key
  return {
    message: `This row has ${rows[odd]?.cells?.length ?? 0} cells and the first has ${columns}. Give both as many.`,
    path: [key ? {_key: key} : odd],
  }
}
