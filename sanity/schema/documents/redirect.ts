import {ArrowRightIcon} from '@sanity/icons/ArrowRight'
import {defineField, defineType} from 'sanity'
import {documentPath} from '#lib/links/document-path.ts'
import {linkTarget} from '../objects/link-target.ts'
import {validateOldPath} from './redirect-path-rule.ts'
import {validateFreeOldPath, validateLeadsToPage, validateNoCircle} from './redirect-rules.ts'

/** Leads readers of an old address to a new one. It works from the moment it is published. */
export const redirect = defineType({
  name: 'redirect',
  title: 'Redirect',
  type: 'document',
  icon: ArrowRightIcon,
  fields: [
    defineField({
      name: 'path',
      title: 'Old address',
      type: 'string',
      description:
        'The part of the web address after the domain, for example /old-page. No page may stand there.',
      validation: (rule) => [rule.custom(validateOldPath), rule.custom(validateFreeOldPath)],
    }),
    ...linkTarget,
    defineField({
      name: 'permanent',
      title: 'For good',
      type: 'boolean',
      initialValue: true,
      description:
        'On: search engines forget the old address. Off: for a while only, such as during an event; they keep it.',
    }),
  ],
  initialValue: {kind: 'document', permanent: true},
  validation: (rule) => [rule.custom(validateNoCircle), rule.custom(validateLeadsToPage)],
  orderings: [{title: 'Old address', name: 'path', by: [{field: 'path', direction: 'asc'}]}],
  preview: {
    select: {
      from: 'path',
      kind: 'kind',
      href: 'href',
      type: 'document._type',
      path: 'document.path',
      slug: 'document.slug.current',
    },
    prepare: ({from, kind, href, type, path, slug}) => ({
      title: from || 'No old address yet',
      subtitle: `→ ${(kind === 'address' ? href : documentPath(type, path ?? slug)) || 'nowhere yet'}`,
    }),
  },
})
