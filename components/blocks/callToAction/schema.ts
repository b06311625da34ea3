import {LaunchIcon} from '@sanity/icons/Launch'
import {defineField, defineType} from 'sanity'
import {titleField} from '../heading-fields.ts'

/** One thing to do next. The copper line of the page ends in its button. */
export const callToAction = defineType({
  name: 'callToAction',
  title: 'Call to action',
  type: 'object',
  icon: LaunchIcon,
  fields: [
    titleField,
    defineField({
      name: 'text',
      title: 'Text',
      type: 'text',
      rows: 2,
      description: 'Says what happens next. It may stay empty.',
      validation: (rule) => rule.max(200).warning('Keep it to two short sentences.'),
    }),
    defineField({
      name: 'action',
      title: 'Button',
      type: 'siteLink',
    }),
  ],
  preview: {
    select: {title: 'title', action: 'action.label'},
    prepare: ({title, action}) => ({
      title: title || 'Call to action',
      subtitle: ['Call to action', action].filter(Boolean).join(' · '),
    }),
  },
})
