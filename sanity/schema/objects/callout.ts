import {InfoOutlineIcon} from '@sanity/icons/InfoOutline'
import {defineArrayMember, defineField, defineType} from 'sanity'
import {textLists, textMarks} from './text-marks.ts'

/** Words set apart from the text around them. */
export const callout = defineType({
  name: 'callout',
  title: 'Call-out',
  type: 'object',
  icon: InfoOutlineIcon,
  fields: [
    defineField({
      name: 'label',
      title: 'Label',
      type: 'string',
      description: 'A word or two above the text, such as "Good to know". It may stay empty.',
      validation: (rule) => rule.max(40).warning('A label of more than 40 characters reads like a sentence.'),
    }),
    defineField({
      name: 'text',
      title: 'Text',
      type: 'array',
      of: [
        defineArrayMember({
          type: 'block',
          styles: [{title: 'Normal', value: 'normal'}],
          lists: textLists,
          marks: textMarks,
        }),
      ],
      validation: (rule) => rule.required().min(1).error('Write the text of the call-out, or remove it.'),
    }),
  ],
  preview: {
    select: {label: 'label', text: 'text'},
    prepare: ({label, text}) => ({
      title: label || 'Call-out',
      subtitle: Array.isArray(text) ? text[0]?.children?.[0]?.text : undefined,
    }),
  },
})
