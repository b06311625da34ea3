import {OlistIcon} from '@sanity/icons/Olist'
import {defineArrayMember, defineField, defineType} from 'sanity'
import {introField, titleField} from '../heading-fields.ts'

/** What happens, in order. */
export const steps = defineType({
  name: 'steps',
  title: 'Steps',
  type: 'object',
  icon: OlistIcon,
  fields: [
    titleField,
    introField,
    defineField({
      name: 'items',
      title: 'Steps',
      type: 'array',
      description: 'In the order in which they happen. They are numbered by themselves.',
      of: [
        defineArrayMember({
          name: 'step',
          title: 'Step',
          type: 'object',
          fields: [
            defineField({
              name: 'title',
              title: 'What happens',
              type: 'string',
              validation: (rule) => [
                rule.required().error('Say what happens.'),
                rule.max(60).warning('More than 60 characters are a sentence, not a heading.'),
              ],
            }),
            defineField({
              name: 'when',
              title: 'When',
              type: 'string',
              description: 'A few words, such as "Same day or next day". It may stay empty.',
              validation: (rule) => rule.max(40).warning('Keep it to a few words.'),
            }),
            defineField({
              name: 'text',
              title: 'Text',
              type: 'text',
              rows: 3,
              validation: (rule) =>
                rule.max(300).warning('Two or three sentences are read; more are skipped.'),
            }),
          ],
          preview: {select: {title: 'title', subtitle: 'when'}},
        }),
      ],
      validation: (rule) => rule.max(6).warning('More than six steps look like work.'),
    }),
  ],
  preview: {
    select: {title: 'title', items: 'items'},
    prepare: ({title, items}) => ({
      title: title || 'Steps',
      subtitle: `Steps · ${Array.isArray(items) ? items.length : 0}`,
    }),
  },
})
