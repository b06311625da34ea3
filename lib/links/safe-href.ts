const SAFE_PROTOCOLS = new Set(['http:', 'https:', 'mailto:', 'tel:'])

/**
 * Whether an address may stand in a link that visitors can follow.
 *
 * Allowed are absolute http and https addresses, mail addresses (`mailto:`), phone numbers (`tel:`), paths on
 * this site (`/contact`) and places on the same page (`#cookies`). Everything else is refused, in particular
 * `javascript:` and `data:`, and `//host`, which leaves the site while looking like a path. Browsers drop tabs
 * and line breaks inside an address and read `\` as `/` (WHATWG URL Standard, §4.4), so these are refused too.
 */
export function isSafeHref(href: string): boolean {
  if (hasControlOrSpace(href) || href.includes('\\')) return false
  if (href.startsWith('#')) return href.length > 1
  if (href.startsWith('/')) return !href.startsWith('//')
  if (!URL.canParse(href)) return false
  const url = new URL(href)
  if (!SAFE_PROTOCOLS.has(url.protocol)) return false
  return url.protocol.startsWith('http') ? /^https?:\/\//i.test(href) : url.pathname.length > 0
}

function hasControlOrSpace(text: string): boolean {
  return [...text].some((character) => character <= ' ' || character === '\u007f')
}
