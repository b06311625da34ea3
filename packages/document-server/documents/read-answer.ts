import type {CaughtAnswer} from '../http/site-response.ts'

/** Whether an answer is a page. */
export function isHtml({headers}: CaughtAnswer): boolean {
  return String(headers['content-type'] ?? '').startsWith('text/html')
}

/**
 * Seconds for which Next allows everybody to be given this answer; zero when it is for one reader, or already stale.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9111#section-5.2.2.10
 */
export function keepsFor({headers}: CaughtAnswer): number {
  const rules = String(headers['cache-control'] ?? '')
  const isPrivate = /private|no-store/.test(rules) || headers['set-cookie'] !== undefined
  if (isPrivate || headers['x-nextjs-cache'] === 'STALE') return 0
  return Number(/s-maxage=(\d+)/.exec(rules)?.[1] ?? 0)
}

/** Whether Next left the content of an error to the browser's scripts, as it does for errors within a page. */
export function isEmptyError({body}: CaughtAnswer): boolean {
  return body.toString('latin1', 0, 200).includes('<html id="__next_error__"')
}
