import {HelpCircleIcon} from '@sanity/icons/HelpCircle'
import {defineArrayMember, defineField, defineType} from 'sanity'
import {z} from 'zod'
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
      validation: (rule) => rule.custom(validateDistinctQuestions),
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

const questions = z.array(z.object({_key: z.string(), question: z.string().catch('')})).catch([])

/** Tells an editor which question stands there twice. Search engines take two answers to one question for a mistake. */
export function validateDistinctQuestions(
  items: unknown,
): true | {message: string; path: [{_key: string}, 'question']} {
  const asked = new Set<string>()
  for (const {_key, question} of questions.parse(items ?? [])) {
    const words = question
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, ' ')
      .trim()
    if (words !== '' && asked.has(words))
      return {message: 'This question stands here twice. Change or remove one.', path: [{_key}, 'question']}
    asked.add(words)
  }
  return true
}
