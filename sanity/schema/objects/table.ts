import {ThListIcon} from '@sanity/icons/ThList'
import {defineArrayMember, defineField, defineType} from 'sanity'
import {validateRows} from './table-rules.ts'

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
