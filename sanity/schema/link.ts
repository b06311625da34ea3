import {LinkIcon} from '@sanity/icons/Link'
import {defineField, defineType, type ValidationContext} from 'sanity'
import {z} from 'zod'
import {completeHref, isSafeHref, visitorHref} from '#lib/links/href.ts'
import {documentPath, isReservedPath} from '#lib/links/paths.ts'
import {standsAtPath} from '../queries/fragments.ts'
import {HrefInput, KindInput, leadsToDocument, SiteLinkInput} from './link-inputs.tsx'

const kindField = defineField({
  name: 'kind',
  title: 'Leads to',
  type: 'string',
  components: {input: KindInput},
  options: {
    layout: 'radio',
    direction: 'horizontal',
    list: [
      {title: 'A page of this site', value: 'document'},
      {title: 'An address', value: 'address'},
    ],
  },
})

const documentField = defineField({
  name: 'document',
  title: 'Page',
  type: 'reference',
  to: [{type: 'page'}, {type: 'policy'}, {type: 'plan'}],
  description: 'The link follows the page when its address changes. A plan leads to where it is bought.',
  hidden: ({parent}) => !leadsToDocument(parent),
  validation: (rule) =>
    rule.custom((value, context) => {
      if (!leadsToDocument(context.parent)) return true
      return value ? validatePublishedTarget(value, context) : 'Choose the page that the link leads to.'
    }),
})

const hrefField = defineField({
  name: 'href',
  title: 'Address',
  type: 'string',
  description:
    'A full web address (https://…), a path on this site (/contact), an e-mail (mailto:…) or a phone number (tel:…).',
  hidden: ({parent}) => leadsToDocument(parent),
  components: {input: HrefInput},
  validation: (rule) =>
    rule.custom((value, context) => {
      if (leadsToDocument(context.parent)) return true
      if (!value) return 'Say where the link leads.'
      const sound = validateHref(value)
      return sound === true ? validateKnownPath(value, context) : sound
    }),
})

/**
 * The fields that say where a link leads: to a document, whose address is looked up when the page is made so that the
 * link survives a rename, or to an address written by hand.
 */
export const linkTarget = [kindField, documentField, hrefField]

/** The same for a redirect, which keeps no page from being unpublished: it is left out while it leads nowhere. */
export const redirectTarget = [kindField, {...documentField, weak: true}, hrefField]

/** A link on some words of a text. */
export const link = defineType({
  name: 'link',
  title: 'Link',
  type: 'object',
  icon: LinkIcon,
  fields: [
    ...linkTarget,
    defineField({
      name: 'title',
      title: 'Words shown on pointing at it',
      type: 'string',
      hidden: ({value}) => !value,
    }),
  ],
})

/** A link with words of its own: an entry of a menu, or a button. */
export const siteLink = defineType({
  name: 'siteLink',
  title: 'Link',
  type: 'object',
  icon: LinkIcon,
  components: {input: SiteLinkInput},
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

/** Tells an editor in plain words why an address cannot be linked to; an empty field is another rule's concern. */
export function validateHref(href: string | undefined): true | string {
  if (!href) return true
  if (!isSafeHref(href)) {
    const whole = completeHref(href)
    return whole === href
      ? 'Use an address that begins with https://, http://, mailto: or tel:, or a path on this site such as /contact.'
      : `Write the address as ${whole}.`
  }
  if (/^mailto:/i.test(href) && !mailAddresses(href).every((address) => z.email().safeParse(address).success))
    return 'Write a whole e-mail address after mailto:, for example mailto:hello@example.com.'
  if (/^tel:/i.test(href) && !/^tel:\+?[\d().\s-]*\d[\d().\s-]*$/i.test(href))
    return 'Write a phone number after tel:, for example tel:+15550100000.'
  return true
}

/** @see https://www.rfc-editor.org/rfc/rfc6068#section-2 */
function mailAddresses(href: string): string[] {
  const [addresses = ''] = href.slice('mailto:'.length).split('?')
  try {
    return addresses.split(',').map(decodeURIComponent)
  } catch {
    return [addresses]
  }
}

type Context = Pick<ValidationContext, 'document' | 'getClient'>

const TARGET = `{
  "isPublished": defined(*[_id == $id][0]._id),
  "draft": *[_id == "drafts." + $id][0]{"title": coalesce(title, name, "A document without a title")}
}`

const target = z.object({isPublished: z.boolean(), draft: z.object({title: z.string()}).nullable()})

const AT_PATH = `count(*[${standsAtPath} || (_type == "redirect" && path == $path)])`

const linking = z.object({
  _type: z.string(),
  path: z.string().optional(),
  slug: z.object({current: z.string().optional()}).optional(),
})

const client = ({getClient}: Context) => getClient({apiVersion: '2026-01-01'})

/** Tells an editor when visitors cannot reach what a link leads to: it is a draft, or it was deleted. */
export async function validatePublishedTarget(
  reference: {_ref?: string} | undefined,
  context: Context,
): Promise<true | string> {
  if (!reference?._ref) return true
  const raw = client(context).withConfig({perspective: 'raw'})
  const {isPublished, draft} = target.parse(await raw.fetch(TARGET, {id: reference._ref}))
  if (isPublished) return true
  return draft === null
    ? 'This link leads to something that was deleted. Choose another page.'
    : `"${draft.title}" is not published yet, so visitors would find nothing there. Publish it first.`
}

/** Tells an editor when a link to this site leads to an address where visitors find nothing. */
export async function validateKnownPath(href: string | undefined, context: Context): Promise<true | string> {
  const leadsTo = href === undefined ? undefined : visitorHref(href)
  if (!leadsTo?.startsWith('/')) return true
  const path = leadsTo.replace(/[?#].*$/, '').replace(/(?<=.)\/+$/, '')
  if (isAnsweredBySite(path) || path === ownPath(context)) return true
  const published = client(context).withConfig({perspective: 'published'})
  const count = z.number().parse(await published.fetch(AT_PATH, {path}))
  return count > 0 || `Visitors find nothing at ${path}. Check the spelling, or publish that page first.`
}

/** Files, and routes that are no documents; what is below /checkout are plans. */
export function isAnsweredBySite(path: string): boolean {
  return /\.[a-z0-9]{2,8}$/i.test(path) || (isReservedPath(path.slice(1)) && !path.startsWith('/checkout/'))
}

/** A page may lead to places on itself before it is published. */
function ownPath({document}: Context): string | undefined {
  const {_type, path, slug} = linking.safeParse(document).data ?? {}
  return documentPath(_type, path ?? slug?.current)
}
