import {ClipboardIcon} from '@sanity/icons/Clipboard'
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

const SPEAKERS = [
  {title: 'Homeowner', value: 'homeowner'},
  {title: 'Assistant', value: 'assistant'},
]

/** What one side of a conversation says, and when. */
export const conversationMessage = defineType({
  name: 'conversationMessage',
  title: 'Message',
  type: 'object',
  icon: CommentIcon,
  fields: [
    defineField({
      name: 'speaker',
      title: 'Who writes',
      type: 'string',
      initialValue: 'homeowner',
      options: {layout: 'radio', direction: 'horizontal', list: SPEAKERS},
      validation: (rule) => rule.required().error('Choose who writes.'),
    }),
    defineField({
      name: 'time',
      title: 'Time',
      type: 'string',
      description: 'Hours and minutes of the 24-hour clock, for example 02:14.',
      validation: (rule) =>
        rule
          .required()
          .regex(/^([01]\d|2[0-3]):[0-5]\d$/)
          .error('Write the time as 02:14.'),
    }),
    defineField({
      name: 'text',
      title: 'Message',
      type: 'text',
      rows: 2,
      validation: (rule) => [
        rule.required().error('Write the message.'),
        rule.max(200).warning('People write short messages at night.'),
      ],
    }),
  ],
  preview: {
    select: {title: 'text', speaker: 'speaker', time: 'time'},
    prepare: ({title, speaker, time}) => ({
      title,
      subtitle: [time, SPEAKERS.find(({value}) => value === speaker)?.title].filter(Boolean).join(' · '),
    }),
  },
})

/** The order that the assistant fills in: names of fields, and what stands in them. */
export const workOrder = defineType({
  name: 'workOrder',
  title: 'Work order',
  type: 'object',
  icon: ClipboardIcon,
  fields: [
    defineField({name: 'title', title: 'Heading', type: 'string'}),
    defineField({
      name: 'rows',
      title: 'Fields',
      type: 'array',
      of: [
        defineArrayMember({
          name: 'workOrderRow',
          title: 'Field',
          type: 'object',
          fields: [
            defineField({
              name: 'name',
              title: 'Name',
              type: 'string',
              validation: (rule) => rule.required().error('Give the field a name, for example "Job".'),
            }),
            defineField({
              name: 'value',
              title: 'What stands in it',
              type: 'string',
              validation: (rule) => rule.required().error('Fill the field in, or remove it.'),
            }),
          ],
          preview: {select: {title: 'value', subtitle: 'name'}},
        }),
      ],
      validation: (rule) =>
        rule.max(8).warning('More than eight fields make the order longer than the talk.'),
    }),
  ],
})
