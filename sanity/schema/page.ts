import {DocumentIcon} from '@sanity/icons/Document'
import {defineArrayMember, defineField, defineType, type ValidationContext} from 'sanity'
import {z} from 'zod'
import {ReviewedForm} from '../reviews/review-views.tsx'
import {validateFreeAddress, validatePath} from './addresses.ts'
import {BlockItem} from './block-item.tsx'
import {blocks} from './blocks.ts'
import {PathInput} from './hints.tsx'
import {validatePublishedTarget} from './link.ts'

/** A page of the site, made of blocks. */
export const page = defineType({
  name: 'page',
  title: 'Page',
  type: 'document',
  icon: DocumentIcon,
  components: {input: ReviewedForm},
  groups: [
    {name: 'content', title: 'Content', default: true},
    {name: 'seo', title: 'Search and sharing'},
  ],
  fields: [
    defineField({
      name: 'title',
      title: 'Title',
      type: 'string',
      group: 'content',
      description: 'Names the page in browser tabs, search results and lists of the Studio.',
      validation: (rule) => [
        rule.required().error('Give the page a title.'),
        rule.max(60).warning('Search results cut titles off after about 60 characters.'),
      ],
    }),
    defineField({
      name: 'path',
      title: 'Address',
      type: 'string',
      group: 'content',
      description:
        'The part of the web address after the domain, for example /about. Other sites link to it, so change it rarely.',
      components: {input: PathInput},
      validation: (rule) => [rule.custom(validatePath), rule.custom(validateFreeAddress)],
    }),
    defineField({
      name: 'blocks',
      title: 'Blocks',
      type: 'array',
      group: 'content',
      description: 'What the page is made of, from top to bottom. Drag a block to move it.',
      validation: (rule) => rule.custom(validateListedDocuments),
      of: blocks.map(({name}) => defineArrayMember({type: name, components: {item: BlockItem}})),
      options: {
        insertMenu: {
          views: [{name: 'grid', previewImageUrl: (type) => `/block-thumbnails/${type}.svg`}, {name: 'list'}],
        },
      },
    }),
    defineField({name: 'seo', title: 'Search and sharing', type: 'seo', group: 'seo'}),
  ],
  orderings: [{title: 'Address', name: 'path', by: [{field: 'path', direction: 'asc'}]}],
  preview: {
    select: {title: 'title', path: 'path', hidden: 'seo.hidden'},
    prepare: ({title, path, hidden}) => ({
      title: title || 'Page without a title',
      subtitle: [path || 'no address yet', hidden && 'hidden from search engines']
        .filter(Boolean)
        .join(' · '),
    }),
  },
})

const keyed = z.looseObject({_key: z.string()})

const references = z.array(z.object({_key: z.string(), _ref: z.string().optional()}))

type Finding = true | {message: string; path: ({_key: string} | string)[]}

/** Tells an editor when a block lists a document that visitors cannot see, since it is a draft or was deleted. */
export async function validateListedDocuments(
  blocks: unknown,
  context: Pick<ValidationContext, 'document' | 'getClient'>,
): Promise<Finding> {
  for (const {_key: block, ...fields} of z
    .array(keyed)
    .catch([])
    .parse(blocks ?? []))
    for (const [field, value] of Object.entries(fields))
      for (const {_key, ...reference} of references.catch([]).parse(value)) {
        const message = await validatePublishedTarget(reference, context)
        if (message !== true) return {message, path: [{_key: block}, field, {_key}]}
      }
  return true
}
