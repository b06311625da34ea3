import {defineField} from 'sanity'

/** The heading of a block. */
export const titleField = defineField({
  name: 'title',
  title: 'Heading',
  type: 'string',
  validation: (rule) => rule.required().error('Write the heading.'),
})

/** What stands under the heading of a block. */
export const introField = defineField({
  name: 'intro',
  title: 'Introduction',
  type: 'text',
  rows: 2,
  description: 'One or two sentences under the heading. It may stay empty.',
})
