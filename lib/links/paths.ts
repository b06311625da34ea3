import {z} from 'zod'

/**
 * The path at which visitors find a document: a page's own path, `/privacy` for a policy with the slug `privacy`,
 * `/checkout/lifetime-access` for a plan. Nothing for a document that has no address, or not yet.
 *
 * @param name a page's path, a policy's or a plan's slug
 */
export function documentPath(type: string | undefined, name: string | null | undefined): string | undefined {
  if (!name) return undefined
  switch (type) {
    case 'page':
      return name
    case 'policy':
      return `/${name}`
    case 'plan':
      return checkoutPath(name)
    default:
      return undefined
  }
}

/** Characters in the slug of a policy or a plan. The site looks for no longer one, and the Studio accepts none. */
export const MAX_SLUG_CHARACTERS = 96

/** Characters in the path of a page or a redirect, the slash at its beginning included. */
export const MAX_PATH_CHARACTERS = 200

const SLUG = /^[a-z0-9]+(?:-[a-z0-9]+)*$/

const PATH = /^\/(?:[a-z0-9]+(?:-[a-z0-9]+)*(?:\/[a-z0-9]+(?:-[a-z0-9]+)*)*)?$/

/** Whether a slug is made of what the Studio accepts: small letters, digits and single dashes. */
export const isSlug = (slug: string): boolean => SLUG.test(slug)

/** An address below /checkout/ that an editor may have given to a plan. */
export const planSlug = z.string().max(MAX_SLUG_CHARACTERS).refine(isSlug)

/** A slug made of words: `Emergency Plumbers` becomes `emergency-plumbers`. Empty when there is nothing to make it of. */
export function slugFrom(words: string): string {
  return words
    .normalize('NFKD')
    .replace(/[\p{M}'’]+/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, MAX_SLUG_CHARACTERS)
    .replace(/-+$/, '')
}

/** A path like the one that was written, made of what the Studio accepts; nothing when there is nothing to make it of. */
export function pathFrom(written: string): string | undefined {
  const segments = written.split('/').map(slugFrom).filter(Boolean)
  return segments.length > 0 ? `/${segments.join('/')}` : undefined
}

/** Whether a path is made of what the Studio accepts: slugs after slashes, or `/` alone. */
export const isPath = (path: string): boolean => PATH.test(path)

/** Whether the site shows a page or policy at a path when there is one: its form and its length fit, and the path is free. */
export function canShowDocument(path: string): boolean {
  return path.length <= MAX_PATH_CHARACTERS && isPath(path) && !isReservedPath(path.slice(1))
}

/** First parts of addresses below which the site itself answers everything. */
const RESERVED_TREES: ReadonlySet<string> = new Set([
  '_next',
  'api',
  'block-thumbnails',
  'blocks',
  'cards',
  'checkout',
  'fonts',
  'markdown',
  'media',
  'setup',
  'studio',
  'version-data',
])

/** Addresses that the site itself answers beside documents. */
const RESERVED_PATHS: ReadonlySet<string> = new Set([
  'contact/again',
  'contact/sent',
  'cookies',
  'index',
  'llms.txt',
  'manifest.webmanifest',
  'privacy/proof',
  'privacy/providers',
  'privacy/requests',
  'privacy/requests/answer',
  'privacy/requests/sent',
  'privacy/requests/status',
  'robots.txt',
  'sitemap.xml',
])

/** The versions of a policy, below each. */
const RESERVED_BRANCH = /^[^/]+\/versions(?:\/|\.|$)/

/** Icons, and the Markdown twin of every page. */
const RESERVED_FILES = /^(?:favicon\.ico|icon[^/]*\.(?:svg|png)|apple-icon[^/]*\.png|.*\.md)$/

/**
 * Whether the site answers an address itself, so that a document there could never be read.
 *
 * @param path without the slash at its beginning: `studio`, `contact/sent`
 */
export function isReservedPath(path: string): boolean {
  const name = path.toLowerCase()
  const [first = ''] = name.split('/')
  return (
    RESERVED_TREES.has(first) ||
    RESERVED_PATHS.has(name) ||
    RESERVED_BRANCH.test(name) ||
    RESERVED_FILES.test(name)
  )
}

const THANKS_PATH = '/checkout/thanks'

export type CheckoutQuery = {
  /** The nonce of an order, with which the page goes on. */
  order?: string
  /** What has changed since the page was made, which it then says: the terms or the policy, or the price. */
  renewed?: 'documents' | 'price'
}

/**
 * The page on which a plan is bought: `/checkout/lifetime-access`, `/checkout/lifetime-access?order=…&renewed=price`.
 *
 * @param plan the plan's slug
 */
export function checkoutPath(plan: string, {order, renewed}: CheckoutQuery = {}): string {
  const query = new URLSearchParams()
  if (order !== undefined) query.set('order', order)
  if (renewed) query.set('renewed', renewed)
  return `/checkout/${encodeURIComponent(plan)}${query.size > 0 ? `?${query}` : ''}`
}

/** The page that shows the order of a Checkout Session to its buyer. */
export function thanksPath(sessionId: string): string {
  return `${THANKS_PATH}?session_id=${encodeURIComponent(sessionId)}`
}

/** The same page as Stripe is told of it: it writes the session's id into the address. */
export const THANKS_PATH_TEMPLATE = `${THANKS_PATH}?session_id={CHECKOUT_SESSION_ID}`

/**
 * Where the versions of a policy are: `/privacy/versions` for the list, `/privacy/versions/3` for one.
 *
 * @param slug of the policy: `privacy`
 */
export const versionPath = (slug: string, number?: number): string =>
  `/${slug}/versions${number === undefined ? '' : `/${number}`}`

/** Where two versions are compared, the earlier one first whichever is named first: `/privacy/versions/compare/2/3`. */
export const comparisonPath = (slug: string, one: number, other: number): string =>
  `/${slug}/versions/compare/${Math.min(one, other)}/${Math.max(one, other)}`

/** The feed of a policy's versions (Atom, RFC 4287). */
export const feedPath = (slug: string): string => `/${slug}/versions.atom`

/** A version as an address names it; nothing for what is no number that a version can have. */
export function versionNumber(text: string): number | undefined {
  return /^[1-9]\d{0,3}$/.test(text) ? Number(text) : undefined
}

/** The shape in which networks and messengers show the picture of a link, in pixels. */
export const CARD_SIZE = {width: 1200, height: 630} as const

/** Where the card of the page at a path is: `/cards/pricing.png`, `/cards/index.png` for the home page. */
export const cardPath = (path: string): string => `/cards${path === '/' ? '/index' : path}.png`

/** Where the Markdown of the page at a path is: `/pricing.md`, `/index.md` for the home page. */
export const markdownPath = (path: string): string => `${path === '/' ? '/index' : path}.md`

/** The path of the page that a part of such an address names: `pricing`, `index`. */
export const pathOfName = (name: string): string => (name === 'index' ? '/' : `/${name}`)

/** The tools of the owner's desk in the Studio, by what each is about. */
export const DESK_TOOLS = {order: 'orders', message: 'messages', request: 'people'} as const

export type DeskSubject = keyof typeof DESK_TOOLS

/** Where the owner opens an order, a message or a data request: `/studio/orders/PP-7K3F-92QM-X1ZD`. */
export function deskPath(subject: DeskSubject, id: string): string {
  return `/studio/${DESK_TOOLS[subject]}/${encodeURIComponent(id)}`
}

/** The Studio's first screen, which begins with what waits for the owner. */
export const DESK_START = '/studio/start'
