import {BlockquoteIcon} from '@sanity/icons/Blockquote'
import {defineField, defineType} from 'sanity'

/** What a person said, with their name. Without a name it is not shown. */
export const quotation = defineType({
  name: 'quotation',
  title: 'Quotation',
  type: 'object',
  icon: BlockquoteIcon,
  description: 'Only what a real person said and agreed to have shown here.',
  fields: [
    defineField({
      name: 'text',
      title: 'What they said',
      type: 'text',
      rows: 4,
      description: 'In their own words, without quotation marks: the page sets them.',
      validation: (rule) => [
        rule.required().error('Write what they said, word for word.'),
        rule.max(400).warning('A quotation of more than 400 characters is skipped.'),
      ],
    }),
    defineField({
      name: 'name',
      title: 'Who said it',
      type: 'string',
      validation: (rule) => rule.required().error('Write the name: a quotation without one is not believed.'),
    }),
    defineField({
      name: 'role',
      title: 'Who they are',
      type: 'string',
      description: 'For example "Owner, Pipes & Sons, Tacoma". It may stay empty.',
    }),
    defineField({
      name: 'picture',
      title: 'Portrait',
      type: 'picture',
      description: 'It may stay empty. Edit the hotspot so that the face is in the middle.',
    }),
  ],
  preview: {
    select: {title: 'text', subtitle: 'name', media: 'picture'},
    prepare: ({title, subtitle, media}) => ({
      title: title || 'Quotation',
      subtitle: ['Quotation', subtitle].filter(Boolean).join(' · '),
      media,
    }),
  },
})
