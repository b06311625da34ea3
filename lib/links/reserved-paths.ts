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
const PATHS: ReadonlySet<string> = new Set(['contact/again', 'contact/sent', 'index'])

/**
 * Whether the site answers an address itself, so that a document there could never be read.
 *
 * @param path without the slash at its beginning: `studio`, `contact/sent`
 */
export function isReservedPath(path: string): boolean {
  const [first = ''] = path.toLowerCase().split('/')
  return TREES.has(first) || PATHS.has(path.toLowerCase())
}
