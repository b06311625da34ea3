import {LinkIcon} from '@sanity/icons/Link'
import {defineField, defineType} from 'sanity'
import {validateHref} from '../validate-href.ts'

/** A link on some words of a text. */
export const link = defineType({
  name: 'link',
  title: 'Link',
  type: 'object',
  icon: LinkIcon,
  fields: [
    defineField({
      name: 'href',
      title: 'Address',
      type: 'string',
      description:
        'Where the link leads: a full web address (https://…), a path on this site (/contact), an e-mail (mailto:…) or a phone number (tel:…).',
      validation: (rule) => [rule.required().error('Say where the link leads.'), rule.custom(validateHref)],
    }),
  ],
})
