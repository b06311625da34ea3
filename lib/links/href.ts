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

/**
 * An address as a person writes it, with the beginning that it lacks: `mailto:` for an e-mail address, `https://` for a
 * domain, `tel:` for a phone number. Everything else stays as it is, but for spaces around it.
 */
export function completeHref(written: string): string {
  const href = written.trim()
  if (/^[^\s@/:?#]+@[^\s@/:?#]+\.[a-z]{2,}$/i.test(href)) return `mailto:${href}`
  if (/^(?:[a-z\d-]+\.)+[a-z]{2,}(?::\d+)?(?:[/?#]\S*)?$/i.test(href)) return `https://${href}`
  if (/^\+?[\d().\s-]{7,}$/.test(href)) return `tel:${href.replace(/[^\d+]/g, '')}`
  return href
}

function hasControlOrSpace(text: string): boolean {
  return [...text].some((character) => character <= ' ' || character === '\u007f')
}

/** The site's own domain. Texts name it in full, on every host that the site runs on. */
export const SITE_DOMAIN = 'plumbperfectleads.help'

const OWN_HOSTS: ReadonlySet<string> = new Set([SITE_DOMAIN, `www.${SITE_DOMAIN}`])

/**
 * The address that a link on the page gets: a path when it leads to the site's own domain, so that it works on every
 * host that the site runs on; the address itself when it leads elsewhere; nothing when visitors may not follow it.
 */
export function visitorHref(href: string): string | undefined {
  if (!isSafeHref(href)) return undefined
  if (!/^https?:/i.test(href)) return href
  const {hostname, port, pathname, search, hash} = new URL(href)
  const own = OWN_HOSTS.has(hostname) && port === ''
  // A browser would read a path that begins with two slashes as another host.
  return own && isSafeHref(pathname) ? `${pathname}${search}${hash}` : href
}

/**
 * A path as a person reads it, by which two spellings of one address are found to be the same: what is percent-encoded
 * UTF-8 is decoded, letters are composed (NFC), and there is no slash at the end. A `%` that encodes nothing, and an encoded
 * slash, stay as they are.
 */
export function readablePath(path: string): string {
  const decoded = path.replace(
    /%[0-7][\da-f]|%[cd][\da-f]%[\da-f]{2}|%e[\da-f](?:%[\da-f]{2}){2}|%f[0-7](?:%[\da-f]{2}){3}/gi,
    (encoded) => {
      if (/^%2f$/i.test(encoded)) return encoded.toUpperCase()
      try {
        return decodeURIComponent(encoded)
      } catch {
        return encoded
      }
    },
  )
  return decoded.normalize('NFC').replace(/(?<=.)\/+$/, '')
}
