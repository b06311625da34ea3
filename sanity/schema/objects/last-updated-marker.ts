import {CalendarIcon} from '@sanity/icons/Calendar'
import {defineField, defineType} from 'sanity'

/** The place in a policy's text where its "Last updated" date is shown; the date itself is a field of the policy. */
export const lastUpdatedMarker = defineType({
  name: 'lastUpdatedMarker',
  title: '"Last updated" line',
  type: 'object',
  icon: CalendarIcon,
  fields: [
    defineField({
      name: 'label',
      title: 'Words before the date',
      type: 'string',
      description:
        'The date that follows is the policy’s "Last updated" field, so that there is one place to change it.',
      initialValue: 'Last Updated:',
      validation: (rule) =>
        rule.required().error('Write the words that stand before the date, for example "Last Updated:".'),
    }),
  ],
  preview: {
    select: {title: 'label'},
    prepare: ({title}) => ({title, subtitle: 'Shows the date from the field "Last updated"'}),
  },
})
