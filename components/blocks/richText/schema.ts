import {TextIcon} from '@sanity/icons/Text'
import {defineField, defineType} from 'sanity'

/** A text of a page, set for reading. */
export const richText = defineType({
  name: 'richText',
  title: 'Text',
  type: 'object',
  icon: TextIcon,
  fields: [
    defineField({
      name: 'text',
      title: 'Text',
      type: 'formattedText',
    }),
  ],
  preview: {
    select: {text: 'text'},
    prepare: ({text}) => ({
      title: (Array.isArray(text) && text[0]?.children?.[0]?.text) || 'Text',
      subtitle: 'Text',
    }),
  },
})
