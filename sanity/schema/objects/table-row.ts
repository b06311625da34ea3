import {defineArrayMember, defineField, defineType} from 'sanity'

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
