import {CommentIcon} from '@sanity/icons/Comment'
import {defineArrayMember, defineField, defineType} from 'sanity'

/** A short exchange between a homeowner and the assistant. */
export const conversation = defineType({
  name: 'conversation',
  title: 'Conversation',
  type: 'object',
  icon: CommentIcon,
  fields: [
    defineField({
      name: 'label',
      title: 'Heading',
      type: 'string',
      description:
        'Says what this is, for example "A burst pipe at night". The word "Example" is put before it.',
    }),
    defineField({
      name: 'messages',
      title: 'Messages',
      type: 'array',
      of: [defineArrayMember({type: 'conversationMessage'})],
      validation: (rule) => rule.max(8).warning('Six messages tell the story; more are not read.'),
    }),
  ],
})
