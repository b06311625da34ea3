import {UsersIcon} from '@sanity/icons/Users'
import {defineField, defineType} from 'sanity'

/** What a provider does for the site. Each service that the site connects to stands on the public list. */
const SERVICES = [
  {value: 'payment', title: 'Payment'},
  {value: 'content', title: 'Words and pictures'},
  {value: 'mail', title: 'Mail'},
  {value: 'hosting', title: 'Hosting and database'},
  {value: 'analytics', title: 'Analytics'},
  {value: 'other', title: 'Something else'},
]

/** A company that helps to run the business and may get information of clients for it: section 3 of the privacy policy. */
export const provider = defineType({
  name: 'provider',
  title: 'Provider',
  type: 'document',
  icon: UsersIcon,
  fields: [
    defineField({
      name: 'service',
      title: 'What it does for us',
      type: 'string',
      options: {list: SERVICES, layout: 'radio'},
      validation: (rule) => rule.required().error('Choose what it does for us.'),
    }),
    defineField({
      name: 'name',
      title: 'Name of the company',
      type: 'string',
      description:
        'Visitors see "Mail" or "Hosting and database" until you fill it in. The privacy policy promises to say whom information is shared with.',
      validation: (rule) => rule.required().warning('Name the company, so that clients know who it is.'),
    }),
    defineField({
      name: 'purpose',
      title: 'What for',
      type: 'text',
      rows: 2,
      description: 'In a sentence, for a client: "Takes your payment and sends the invoice."',
      validation: (rule) => rule.required().error('Say what it does for clients.'),
    }),
    defineField({
      name: 'data',
      title: 'Which information it gets',
      type: 'text',
      rows: 2,
      validation: (rule) => rule.required().error('Say which information it gets, or that it gets none.'),
    }),
    defineField({
      name: 'place',
      title: 'Where it is',
      type: 'string',
      description: 'The country, if you know it.',
    }),
    defineField({
      name: 'url',
      title: 'Its own privacy policy',
      type: 'url',
      validation: (rule) => rule.uri({scheme: ['https']}).error('An address that begins with https://'),
    }),
    defineField({name: 'order', title: 'Place in the list', type: 'number', initialValue: 10}),
  ],
  preview: {
    select: {name: 'name', service: 'service'},
    prepare: ({name, service}) => {
      const title = SERVICES.find(({value}) => value === service)?.title
      return {title: name || title || 'Provider', subtitle: name ? title : 'no name yet'}
    },
  },
})
