import {ArrowRightIcon} from '@sanity/icons/ArrowRight'
import {defineField, defineType, getPublishedId, type ValidationContext} from 'sanity'
import {z} from 'zod'
import {visitorHref} from '#lib/links/href.ts'
import {documentPath} from '#lib/links/paths.ts'
import {standsAtPath} from '../queries/fragments.ts'
import {validateOldPath} from './addresses.ts'
import {redirectTarget} from './link.ts'

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
    ...redirectTarget,
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

type Context = Pick<ValidationContext, 'document' | 'getClient'>

const HOLDER = `*[
  ${standsAtPath}
  || (_type == "redirect" && path == $path && !(_id in [$id, "drafts." + $id]) && !sanity::versionOf($id))
][0]{_type, "title": coalesce(title, name, "A document without a title")}`

const TARGETS = `{
  "target": *[_id in [$ref, "drafts." + $ref]][0]{_type, "name": coalesce(path, slug.current)},
  "others": *[_type == "redirect" && !(_id in path("drafts.**")) && _id != $id && kind == "address"]{path, href}
}`

const stored = z.object({
  path: z.string().optional(),
  kind: z.string().optional(),
  href: z.string().optional(),
  document: z.object({_ref: z.string()}).optional(),
})

const holder = z.object({_type: z.string(), title: z.string()}).nullable()

const targets = z.object({
  target: z.object({_type: z.string(), name: z.string().nullable()}).nullable(),
  others: z.array(z.object({path: z.string(), href: z.string()}).nullable().catch(null)),
})

const rawClient = ({getClient}: Context) =>
  getClient({apiVersion: '2026-01-01'}).withConfig({perspective: 'raw'})

/** Tells an editor what stands at the old address: readers would see that, and never be led away. */
export async function validateFreeOldPath(
  path: string | undefined,
  context: Context,
): Promise<true | string> {
  if (!path || !context.document) return true
  const id = getPublishedId(context.document._id)
  const found = holder.parse(await rawClient(context).fetch(HOLDER, {path, id}))
  if (found === null) return true
  return found._type === 'redirect'
    ? `Another redirect leads away from ${path} already. Change that one.`
    : `"${found.title}" stands at ${path}: readers see it and are not led away. Give it another address first.`
}

/** Tells an editor when a redirect would send readers round in a circle. */
export async function validateNoCircle(value: unknown, context: Context): Promise<true | string> {
  const {path, kind, href, document} = stored.catch({}).parse(value)
  if (!path || !context.document) return true
  const id = getPublishedId(context.document._id)
  const {target, others} = targets.parse(
    await rawClient(context).fetch(TARGETS, {ref: document?._ref ?? '', id}),
  )
  const to = kind === 'address' ? pathOf(href) : documentPath(target?._type, target?.name)
  if (to === undefined) return true
  const hops = [{path, href: to}, ...others].flatMap((other): Hop[] => {
    const leadsTo = pathOf(other?.href)
    return other && leadsTo ? [{from: other.path, to: leadsTo}] : []
  })
  const circle = findCircle(path, hops)
  return circle === undefined || `This leads round in a circle: ${circle.join(' → ')}. Let it lead elsewhere.`
}

/** Tells an editor when a redirect leads to something that is no page. */
export function validateLeadsToPage(value: unknown): true | string {
  const {kind, href} = stored.catch({}).parse(value)
  if (kind !== 'address' || href === undefined || /^(?:\/|https?:)/i.test(href)) return true
  return 'A redirect can lead to a page only: a path on this site (/contact) or a web address (https://…).'
}

/** The path on this site that an address leads to; nothing for an address elsewhere. */
function pathOf(href: string | undefined): string | undefined {
  const target = href === undefined ? undefined : visitorHref(href)
  if (!target?.startsWith('/')) return undefined
  return target.replace(/[?#].*$/, '').replace(/(?<=.)\/+$/, '')
}

/** A redirect by the paths it starts from and leads to; an address elsewhere is left out. */
export type Hop = {from: string; to: string}

/**
 * Follows redirects from `start`. Returns the paths of a circle that leads back to one of them, in order, or nothing
 * when a reader arrives.
 */
export function findCircle(start: string, hops: readonly Hop[]): string[] | undefined {
  const next = new Map(hops.map(({from, to}) => [from, to]))
  const way = [start]
  for (let path = next.get(start); path !== undefined; path = next.get(path)) {
    const seenAt = way.indexOf(path)
    way.push(path)
    if (seenAt >= 0) return way.slice(seenAt)
  }
  return undefined
}
