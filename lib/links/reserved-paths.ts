/** First parts of addresses that the site itself answers; no document may take one of them as its address. */
const RESERVED: ReadonlySet<string> = new Set(['_next', 'api', 'checkout', 'contact', 'media', 'setup', 'studio'])

/** Whether the site answers this first part of an address itself, so that a document there could never be read. */
export function isReservedPath(segment: string): boolean {
  return RESERVED.has(segment.toLowerCase())
}
