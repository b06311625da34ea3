import {EditIcon} from '@sanity/icons/Edit'
import {defineType} from 'sanity'

/** A drawing that the site brings along. */
export const drawing = defineType({
  name: 'drawing',
  title: 'Drawing',
  type: 'string',
  icon: EditIcon,
  description: 'Drawn for this site, in the line of its copper pipe.',
  options: {
    list: [
      {title: 'Phone', value: 'phone'},
      {title: 'Calendar', value: 'calendar'},
      {title: 'Valve', value: 'valve'},
      {title: 'Wrench', value: 'wrench'},
      {title: 'Clock at night', value: 'clock'},
      {title: 'Tap', value: 'tap'},
      {title: 'Conversation', value: 'chat'},
      {title: 'Report', value: 'report'},
    ],
  },
})
