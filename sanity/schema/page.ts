import {DocumentIcon} from '@sanity/icons/Document'
import {defineArrayMember, defineField, defineType, type ValidationContext} from 'sanity'
import {z} from 'zod'
import {formatUsDate} from '#lib/format/dates.ts'
import {ReviewedForm} from '../reviews/review-views.tsx'
import {validateFreeAddress, validatePath} from './addresses.ts'
import {BlockItem} from './block-item.tsx'
import {blocks} from './blocks.ts'
import {validatePublishedTarget} from './link.ts'
import {PathInput} from './link-inputs.tsx'

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
    {name: 'days', title: 'Days'},
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
    defineField({
      name: 'firstDay',
      title: 'First day',
      type: 'date',
      group: 'days',
      options: {dateFormat: 'MM/DD/YYYY'},
      description:
        'Press Publish as well: the page then appears by itself when this day begins where the business is, and links to it with it. Leave it empty to show the page from the publish on.',
      hidden: isWithoutDays,
      validation: (rule) => rule.custom(validateNoHomeDays),
    }),
    defineField({
      name: 'lastDay',
      title: 'Last day',
      type: 'date',
      group: 'days',
      options: {dateFormat: 'MM/DD/YYYY'},
      description:
        'The page goes by itself when this day is over, and so do links to it. Leave it empty to show the page until you take it away.',
      hidden: isWithoutDays,
      validation: (rule) => [rule.custom(validateNoHomeDays), rule.custom(warnOfDaysInWrongOrder).warning()],
    }),
  ],
  orderings: [{title: 'Address', name: 'path', by: [{field: 'path', direction: 'asc'}]}],
  preview: {
    select: {title: 'title', path: 'path', hidden: 'seo.hidden', firstDay: 'firstDay', lastDay: 'lastDay'},
    prepare: ({title, path, hidden, firstDay, lastDay}) => ({
      title: title || 'Page without a title',
      subtitle: [
        path || 'no address yet',
        firstDay && `from ${formatUsDate(firstDay)}`,
        lastDay && `until ${formatUsDate(lastDay)}`,
        hidden && 'hidden from search engines',
      ]
        .filter(Boolean)
        .join(' · '),
    }),
  },
})

type FieldOfPage = {document?: Readonly<Record<string, unknown>> | undefined; value?: unknown}

/** Whether days are not asked for: the front page has none, and shows them only where some were set before. */
function isWithoutDays({document, value}: FieldOfPage): boolean {
  return document?.path === '/' && !value
}

/** Tells an editor that the front page cannot come and go. */
export const validateNoHomeDays = (
  day: string | undefined,
  {document}: Pick<ValidationContext, 'document'>,
): true | string =>
  day && document?.path === '/'
    ? 'The home page is there every day. Empty this field, or give the page another address.'
    : true

/** Warns an editor when no visitor would ever see the page. */
export const warnOfDaysInWrongOrder = (
  lastDay: string | undefined,
  {document}: Pick<ValidationContext, 'document'>,
): true | string =>
  lastDay && typeof document?.firstDay === 'string' && lastDay < document.firstDay
    ? 'The last day is before the first one, so visitors never see the page. Choose a later day.'
    : true

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
