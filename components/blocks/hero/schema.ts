import {HomeIcon} from '@sanity/icons/Home'
import {defineArrayMember, defineField, defineType} from 'sanity'
import {neededUnlessEmpty} from '../heading-fields.ts'

/** The opening of a page: what it is about, what to do next and, on the home page, the product at work. */
export const hero = defineType({
  name: 'hero',
  title: 'Opening',
  type: 'object',
  icon: HomeIcon,
  groups: [
    {name: 'words', title: 'Words', default: true},
    {name: 'example', title: 'Conversation'},
  ],
  fields: [
    defineField({
      name: 'label',
      title: 'Label',
      type: 'string',
      group: 'words',
      description: 'A few words above the heading, such as "For plumbing businesses". It may stay empty.',
      validation: (rule) => rule.max(50).warning('A label of more than 50 characters reads like a sentence.'),
    }),
    defineField({
      name: 'title',
      title: 'Heading',
      type: 'string',
      group: 'words',
      description: 'The largest words of the page.',
      validation: (rule) => [
        rule.custom(neededUnlessEmpty('Write the heading, or empty the whole block.')),
        rule.max(90).warning('More than 90 characters fill a whole phone.'),
      ],
    }),
    defineField({
      name: 'lead',
      title: 'Lead',
      type: 'text',
      rows: 3,
      group: 'words',
      description: 'One to three sentences under the heading.',
      validation: (rule) => rule.max(300).warning('Keep it to three short sentences.'),
    }),
    defineField({
      name: 'actions',
      title: 'Buttons',
      type: 'array',
      group: 'words',
      description: 'The first is drawn as a button, the second as a link beside it.',
      of: [defineArrayMember({type: 'siteLink'})],
      validation: (rule) => rule.max(2).error('Two are enough: more choices mean fewer decisions.'),
    }),
    defineField({
      name: 'picture',
      title: 'Picture',
      type: 'picture',
      group: 'words',
      description: 'Stands beside the words where there is no conversation. It may stay empty.',
    }),
    defineField({
      name: 'drawing',
      title: 'Drawing',
      type: 'drawing',
      group: 'words',
      description:
        'Stands beside the words where there is neither a conversation nor a picture. Not shown on a phone.',
      hidden: ({parent}) => Boolean(parent?.picture?.asset),
    }),
    defineField({
      name: 'conversation',
      title: 'Conversation',
      type: 'conversation',
      group: 'example',
      description: 'The assistant at work. It is always labelled as an example. Leave it empty to show none.',
    }),
    defineField({
      name: 'workOrder',
      title: 'Work order',
      type: 'workOrder',
      group: 'example',
      description: 'What came out of the conversation. Leave it empty to show none.',
    }),
  ],
  preview: {
    select: {title: 'title'},
    prepare: ({title}) => ({title: title || 'Opening', subtitle: 'Opening'}),
  },
})
