import {z} from 'zod'
import {checkoutPath} from './checkout-path.ts'

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

/** An address below /checkout/ that an editor may have given to a plan. */
export const planSlug = z
  .string()
  .max(MAX_SLUG_CHARACTERS)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/)

/** Characters in the path of a page or a redirect, the slash at its beginning included. */
export const MAX_PATH_CHARACTERS = 200

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
])

/** Addresses that the site itself answers beside documents. */
const RESERVED_PATHS: ReadonlySet<string> = new Set([
  'contact/again',
  'contact/sent',
  'index',
  'llms.txt',
  'manifest.webmanifest',
  'robots.txt',
  'sitemap.xml',
])

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
  return RESERVED_TREES.has(first) || RESERVED_PATHS.has(name) || RESERVED_FILES.test(name)
}
