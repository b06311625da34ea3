import {getPublishedId, type ValidationContext} from 'sanity'
import {z} from 'zod'
import {documentPath} from '#lib/links/document-path.ts'
import {visitorHref} from '#lib/links/href.ts'
import {standsAtPath} from '../../queries/fragments.ts'
import {findCircle, type Hop} from './redirect-circle.ts'

type Context = Pick<ValidationContext, 'document' | 'getClient'>

const HOLDER = `*[
  ${standsAtPath}
  || (_type == "redirect" && path == $path && !(_id in [$id, "drafts." + $id]) && !sanity::versionOf($id))
][0]{_type, "title": coalesce(title, name, "A document without a title")}`

const TARGETS = `{
  "target": *[_id in [$ref, "drafts." + $ref]][0]{_type, "name": coalesce(path, slug.current)},
  "others": *[_type == "redirect" && !(_id in path("drafts.**")) && _id != $id && kind == "address"]{path, href}
}`

const redirect = z.object({
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
  const {path, kind, href, document} = redirect.catch({}).parse(value)
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
  const {kind, href} = redirect.catch({}).parse(value)
  if (kind !== 'address' || href === undefined || /^(?:\/|https?:)/i.test(href)) return true
  return 'A redirect can lead to a page only: a path on this site (/contact) or a web address (https://…).'
}

/** The path on this site that an address leads to; nothing for an address elsewhere. */
function pathOf(href: string | undefined): string | undefined {
  const target = href === undefined ? undefined : visitorHref(href)
  if (!target?.startsWith('/')) return undefined
  return target.replace(/[?#].*$/, '').replace(/(?<=.)\/+$/, '')
}
