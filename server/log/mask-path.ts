const LONGEST = 256

/** Addresses below which the next part is a secret, such as a one-time link. */
const SECRET_BELOW = /^(\/(?:api\/)?(?:setup|privacy\/requests|verify)\/)[^/]+/i

/** What looks like a secret or a person wherever it stands: 256 random bits, an e-mail address. */
const SECRET_PART = /(?<=\/)(?:[A-Za-z0-9_-]{43}|[0-9a-fA-F]{64}|[^/]*(?:@|%40)[^/]*)(?=\/|$)/g

/** The path of an address as a log may keep it: without a query, one-time links masked. */
export function maskPath(url: string): string {
  const query = url.indexOf('?')
  const path = (query === -1 ? url : url.slice(0, query)).slice(0, LONGEST)
  return path.replace(SECRET_BELOW, '$1*').replace(SECRET_PART, '*')
}
