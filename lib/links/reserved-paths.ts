/** First parts of addresses below which the site itself answers everything. */
const TREES: ReadonlySet<string> = new Set([
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
const PATHS: ReadonlySet<string> = new Set([
  'contact/again',
  'contact/sent',
  'index',
  'llms.txt',
  'manifest.webmanifest',
  'robots.txt',
  'sitemap.xml',
])

/** Icons, and the Markdown twin of every page. */
const FILES = /^(?:favicon\.ico|icon[^/]*\.(?:svg|png)|apple-icon[^/]*\.png|.*\.md)$/

/**
 * Whether the site answers an address itself, so that a document there could never be read.
 *
 * @param path without the slash at its beginning: `studio`, `contact/sent`
 */
export function isReservedPath(path: string): boolean {
  const name = path.toLowerCase()
  const [first = ''] = name.split('/')
  return TREES.has(first) || PATHS.has(name) || FILES.test(name)
}
