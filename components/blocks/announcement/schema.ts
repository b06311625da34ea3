import {BellIcon} from '@sanity/icons/Bell'
import {defineField, defineType} from 'sanity'

/** One line of news, as a block of a page or above every page of the site. */
export const announcement = defineType({
  name: 'announcement',
  title: 'Announcement',
  type: 'object',
  icon: BellIcon,
  fields: [
    defineField({
      name: 'text',
      title: 'Text',
      type: 'string',
      description: 'One sentence. Leave it empty to show nothing.',
      validation: (rule) => rule.max(120).warning('More than 120 characters take three lines of a phone.'),
    }),
    defineField({
      name: 'link',
      title: 'Link',
      type: 'siteLink',
      description: 'Where somebody can read more. It may stay empty.',
    }),
  ],
  preview: {
    select: {title: 'text'},
    prepare: ({title}) => ({title: title || 'Announcement', subtitle: 'Announcement'}),
  },
})
