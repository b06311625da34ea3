import {LinkIcon} from '@sanity/icons/Link'
import {defineField, defineType} from 'sanity'
import {documentPath} from '#lib/links/document-path.ts'
import {linkTarget} from './link-target.ts'

/** A link with words of its own: an entry of a menu, or a button. */
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
    ...linkTarget,
  ],
  preview: {
    select: {
      title: 'label',
      kind: 'kind',
      href: 'href',
      type: 'document._type',
      path: 'document.path',
      slug: 'document.slug.current',
    },
    prepare: ({title, kind, href, type, path, slug}) => ({
      title,
      subtitle: kind === 'document' ? (documentPath(type, path ?? slug) ?? 'no page chosen') : href,
    }),
  },
})
