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
