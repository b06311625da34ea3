import {CommentIcon} from '@sanity/icons/Comment'
import {defineField, defineType} from 'sanity'

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
