import type {ValidationContext} from 'sanity'
import {z} from 'zod'
import {documentPath, isReservedPath} from '#lib/links/document-path.ts'
import {visitorHref} from '#lib/links/href.ts'
import {standsAtPath} from '../../queries/fragments.ts'

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
function isAnsweredBySite(path: string): boolean {
  return /\.[a-z0-9]{2,8}$/i.test(path) || (isReservedPath(path.slice(1)) && !path.startsWith('/checkout/'))
}

/** A page may lead to places on itself before it is published. */
function ownPath({document}: Context): string | undefined {
  const {_type, path, slug} = linking.safeParse(document).data ?? {}
  return documentPath(_type, path ?? slug?.current)
}
