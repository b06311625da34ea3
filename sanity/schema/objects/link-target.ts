import {defineField} from 'sanity'
import {z} from 'zod'
import {validateHref} from '../validate-href.ts'
import {validateKnownPath, validatePublishedTarget} from './link-rules.ts'

const target = z.object({kind: z.string().optional(), href: z.string().optional()}).catch({})

/** Links of texts that were imported say only their address. */
function leadsToDocument(parent: unknown): boolean {
  const {kind, href} = target.parse(parent)
  return kind === undefined ? !href : kind === 'document'
}

/**
 * The fields that say where a link leads: to a document, whose address is looked up when the page is made so that the
 * link survives a rename, or to an address written by hand.
 */
export const linkTarget = [
  defineField({
    name: 'kind',
    title: 'Leads to',
    type: 'string',
    options: {
      layout: 'radio',
      direction: 'horizontal',
      list: [
        {title: 'A page of this site', value: 'document'},
        {title: 'An address', value: 'address'},
      ],
    },
  }),
  defineField({
    name: 'document',
    title: 'Page',
    type: 'reference',
    to: [{type: 'page'}, {type: 'policy'}, {type: 'plan'}],
    description: 'The link follows the page when its address changes. A plan leads to where it is bought.',
    hidden: ({parent}) => !leadsToDocument(parent),
    validation: (rule) => [
      rule.custom(
        (value, {parent}) =>
          Boolean(value) || !leadsToDocument(parent) || 'Choose the page that the link leads to.',
      ),
      rule.custom(
        (value, context) => !leadsToDocument(context.parent) || validatePublishedTarget(value, context),
      ),
    ],
  }),
  defineField({
    name: 'href',
    title: 'Address',
    type: 'string',
    description:
      'A full web address (https://…), a path on this site (/contact), an e-mail (mailto:…) or a phone number (tel:…).',
    hidden: ({parent}) => leadsToDocument(parent),
    validation: (rule) => [
      rule.custom(validateHref),
      rule.custom(
        (value, {parent}) => Boolean(value) || leadsToDocument(parent) || 'Say where the link leads.',
      ),
      rule.custom((value, context) => leadsToDocument(context.parent) || validateKnownPath(value, context)),
    ],
  }),
]
