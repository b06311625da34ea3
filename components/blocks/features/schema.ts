import {UlistIcon} from '@sanity/icons/Ulist'
import {defineArrayMember, defineField, defineType} from 'sanity'
import {introField, titleField} from '../heading-fields.ts'

/** What the product does, one line of the work order each. */
export const features = defineType({
  name: 'features',
  title: 'Features',
  type: 'object',
  icon: UlistIcon,
  fields: [
    titleField,
    introField,
    defineField({
      name: 'items',
      title: 'Features',
      type: 'array',
      of: [
        defineArrayMember({
          name: 'feature',
          title: 'Feature',
          type: 'object',
          fields: [
            defineField({
              name: 'title',
              title: 'What it does',
              type: 'string',
              validation: (rule) => [
                rule.required().error('Say what it does.'),
                rule.max(60).warning('More than 60 characters are a sentence, not a heading.'),
              ],
            }),
            defineField({
              name: 'text',
              title: 'Text',
              type: 'text',
              rows: 3,
              validation: (rule) =>
                rule.max(300).warning('Two or three sentences are read; more are skipped.'),
            }),
            defineField({name: 'drawing', title: 'Drawing', type: 'drawing'}),
          ],
          preview: {select: {title: 'title', subtitle: 'text'}},
        }),
      ],
      validation: (rule) => rule.max(8).warning('More than eight features are a catalogue.'),
    }),
  ],
  preview: {
    select: {title: 'title', items: 'items'},
    prepare: ({title, items}) => ({
      title: title || 'Features',
      subtitle: `Features · ${Array.isArray(items) ? items.length : 0}`,
    }),
  },
})
