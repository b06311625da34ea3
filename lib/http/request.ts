import {isIPv6} from 'node:net'
import {isSafeHref} from '#lib/links/href.ts'
import {type RateLimiter, rateLimiter} from '../redis.ts'

/** A request or a response: it has a body and may say how long that is. */
type Message = Pick<Request, 'headers' | 'body'>

/**
 * Reads a body as UTF-8 text, but no more than `limit` bytes of it.
 *
 * @returns nothing when the body is longer; the rest of it is not read.
 */
export async function limitedText(message: Message, limit: number): Promise<string | undefined> {
  if (Number(message.headers.get('content-length')) > limit) return undefined
  if (!message.body) return ''
  const reader = message.body.getReader()
  const decoder = new TextDecoder()
  let text = ''
  let size = 0
  for (;;) {
    const {done, value} = await reader.read()
    if (done) return text + decoder.decode()
    size += value.byteLength
    if (size > limit) {
      await reader.cancel()
      return undefined
    }
    text += decoder.decode(value, {stream: true})
  }
}

/**
 * Whether a request that changes something was made by a page of this site. Browsers say so in two headers that pages
 * cannot forge; a request that carries neither is not from a browser's form and is refused.
 *
 * @see https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Sec-Fetch-Site
 * @param siteUrl the site's own address, as browsers know it
 */
export function isSameOrigin(headers: Pick<Headers, 'get'>, siteUrl: string): boolean {
  const site = headers.get('sec-fetch-site')
  const origin = headers.get('origin')
  if (site === null && origin === null) return false
  return (site === null || site === 'same-origin') && (origin === null || origin === new URL(siteUrl).origin)
}

/**
 * The path of an address a browser sent, for a redirect that must stay on this site; `/` when there is none. Host and
 * query are dropped: the host may be forged, the query may ask for the preview again.
 */
export function localPath(address: string | null): string {
  if (!address || !URL.canParse(address)) return '/'
  const {pathname} = new URL(address)
  return pathname.startsWith('/') && isSafeHref(pathname) ? pathname : '/'
}

const THIS_SITE = 'http://this-site.invalid'

/**
 * A path on this site that a request asks to be led to, with its query and fragment, as a browser would read it; `/` when
 * it would lead elsewhere. `/..//host` is a path until its dots are resolved.
 */
export function localHref(address: string): string {
  const url = URL.parse(address, THIS_SITE)
  if (url?.origin !== THIS_SITE || !isSafeHref(url.pathname)) return '/'
  return `${url.pathname}${url.search}${url.hash}`
}

/**
 * The network that a request came from, for counting.
 *
 * Taken from the last entry of `X-Forwarded-For`, which the proxy next to this server wrote; entries before it come from
 * the client and can be forged.
 */
export function clientNetwork(headers: Pick<Headers, 'get'>): string {
  return networkOf(headers.get('x-forwarded-for')?.split(',').at(-1)?.trim() ?? '')
}

/**
 * The network of an address, for counting: an IPv4 address itself, or the first 64 bits of an IPv6 address, which one
 * household or office holds as a whole (RFC 6177 §2). What is no address comes back as it is.
 */
function networkOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1]
  if (mapped !== undefined) return mapped
  return isIPv6(address) ? `${groups(address).slice(0, 4).join(':')}::/64` : address
}

/** The eight groups of an IPv6 address in lower case, without leading zeros. */
function groups(address: string): string[] {
  const [head = '', tail] = address.toLowerCase().split('::')
  const before = head === '' ? [] : head.split(':')
  const after = tail === undefined || tail === '' ? [] : tail.split(':')
  const zeros = Array.from({length: Math.max(0, 8 - before.length - after.length)}, () => '0')
  return [...before, ...zeros, ...after].map((group) => group.replace(/^0+(?=.)/, ''))
}

/** Signed by their senders, who may have much to tell at once; and the owner's desk, which asks every few seconds and has rates of its own. */
const NOT_COUNTED = /^\/api\/(?:revalidate|reconcile|stripe\/webhook|owner\/[a-z-]+)\/?$/

const MAX_CHANGES_PER_MINUTE = 120

/**
 * Makes what limits how often one address, or one network of IPv6, may ask for something to be changed. It counts a
 * request, and answers with the seconds to wait when that is one too many.
 */
export function changeLimit(
  limiter: RateLimiter = rateLimiter({keyPrefix: 'changes', points: MAX_CHANGES_PER_MINUTE, duration: 60}),
) {
  return async ({path, ip}: {path: string; ip: string}): Promise<number | undefined> => {
    if (NOT_COUNTED.test(path)) return undefined
    const waitMs = await limiter.refuse(networkOf(ip))
    return waitMs === undefined ? undefined : Math.ceil(waitMs / 1000)
  }
}

/** Milliseconds that a visitor waits for a page that needs a service. What is not done by then goes on without them. */
export const VISITOR_WAITS_MS = 4_500

/** What was waited for did not happen in time; it may still happen. */
export class DeadlineExceeded extends Error {
  override readonly name = 'DeadlineExceeded'
}

/**
 * Waits for work, but not for too long: a service that hangs must not keep a page from saying so. The work itself goes on, so
 * a caller says only what is known, and work that is asked for again must be safe to repeat.
 *
 * @throws DeadlineExceeded after `ms`, or what the work throws before
 */
export async function withDeadline<T>(work: Promise<T>, ms = VISITOR_WAITS_MS): Promise<T> {
  const {promise: tooLate, reject} = Promise.withResolvers<never>()
  const timer = setTimeout(() => reject(new DeadlineExceeded(`Not done within ${ms} ms.`)), ms)
  try {
    return await Promise.race([work, tooLate])
  } finally {
    clearTimeout(timer)
  }
}
