import {HelpCircleIcon} from '@sanity/icons/HelpCircle'
import {defineArrayMember, defineField, defineType} from 'sanity'
import {titleField} from '../heading-fields.ts'

/** Questions that open to their answers. Search engines are told of them too. */
export const faq = defineType({
  name: 'faq',
  title: 'Questions and answers',
  type: 'object',
  icon: HelpCircleIcon,
  fields: [
    titleField,
    defineField({
      name: 'items',
      title: 'Questions',
      type: 'array',
      of: [
        defineArrayMember({
          name: 'question',
          title: 'Question',
          type: 'object',
          fields: [
            defineField({
              name: 'question',
              title: 'Question',
              type: 'string',
              description: 'As somebody would ask it.',
              validation: (rule) => rule.required().error('Write the question.'),
            }),
            defineField({
              name: 'answer',
              title: 'Answer',
              type: 'shortText',
              validation: (rule) => rule.required().min(1).error('Write the answer.'),
            }),
          ],
          preview: {select: {title: 'question'}},
        }),
      ],
    }),
  ],
  preview: {
    select: {title: 'title', items: 'items'},
    prepare: ({title, items}) => ({
      title: title || 'Questions and answers',
      subtitle: `Questions and answers · ${Array.isArray(items) ? items.length : 0}`,
    }),
  },
})
