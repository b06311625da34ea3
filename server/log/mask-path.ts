const LONGEST = 256
const SHORTEST_SECRET = 43

/** Addresses below which the next part is a secret, such as a one-time link. */
const SECRET_BELOW = /^(\/(?:api\/)?(?:setup|privacy\/requests|verify)\/)[^/]+/i

/** What looks like a secret or a person wherever it stands: 256 random bits, an e-mail address. */
const SECRET_PART = /(?<=\/)(?:[A-Za-z0-9_-]{43}|[0-9a-fA-F]{64}|[^/]*(?:@|%40)[^/]*)(?=\/|$)/g

/** The path of an address as a log may keep it: without a query, one-time links masked. */
export function maskPath(url: string): string {
  const query = url.indexOf('?')
  const path = (query === -1 ? url : url.slice(0, query)).slice(0, LONGEST)
  const masked = path.replace(SECRET_BELOW, '$1*')
  return mayHoldSecret(masked) ? masked.replace(SECRET_PART, '*') : masked
}

/** Tells most addresses apart at a glance, since this runs for every request. */
const mayHoldSecret = (path: string) =>
  path.length > SHORTEST_SECRET || path.includes('@') || path.includes('%40')
