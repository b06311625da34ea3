import {LinkIcon} from '@sanity/icons/Link'
import {defineField, defineType} from 'sanity'
import {validateHref} from '../validate-href.ts'

type Parent = {kind?: string} | undefined

const isAddress = (parent: Parent) => parent?.kind === 'address'

/** An entry of a menu: either a document of this site, which may change its address, or an address written by hand. */
export const siteLink = defineType({
  name: 'siteLink',
  title: 'Link',
  type: 'object',
  icon: LinkIcon,
  fields: [
    defineField({
      name: 'label',
      title: 'Words of the link',
      type: 'string',
      validation: (rule) => [
        rule.required().error('Write the words that people click on.'),
        rule.max(40).warning('Long words of a link break into two lines on a phone.'),
      ],
    }),
    defineField({
      name: 'kind',
      title: 'Leads to',
      type: 'string',
      initialValue: 'document',
      options: {
        layout: 'radio',
        direction: 'horizontal',
        list: [
          {title: 'A document of this site', value: 'document'},
          {title: 'An address', value: 'address'},
        ],
      },
      validation: (rule) => rule.required().error('Choose where the link leads.'),
    }),
    defineField({
      name: 'document',
      title: 'Document',
      type: 'reference',
      to: [{type: 'policy'}],
      description: 'The link follows the document when its address changes.',
      hidden: ({parent}) => isAddress(parent),
      validation: (rule) =>
        rule.custom((value, {parent}) => {
          const {kind}: {kind?: unknown} = parent ?? {}
          return Boolean(value) || kind !== 'document' || 'Choose the document that the link leads to.'
        }),
    }),
    defineField({
      name: 'href',
      title: 'Address',
      type: 'string',
      description: 'A path on this site (/contact) or a full web address (https://…).',
      hidden: ({parent}) => !isAddress(parent),
      validation: (rule) => [
        rule.custom(validateHref),
        rule.custom((value, {parent}) => {
          const {kind}: {kind?: unknown} = parent ?? {}
          return Boolean(value) || kind !== 'address' || 'Say where the link leads.'
        }),
      ],
    }),
  ],
  preview: {
    select: {title: 'label', kind: 'kind', href: 'href', slug: 'document.slug.current'},
    prepare: ({title, kind, href, slug}) => ({
      title,
      subtitle: kind === 'address' ? href : slug ? `/${slug}` : 'no document chosen',
    }),
  },
})
