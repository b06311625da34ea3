/** A redirect by the paths it starts from and leads to; an address elsewhere is left out. */
export type Hop = {from: string; to: string}

/**
 * Follows redirects from `start`. Returns the paths of a circle that leads back to one of them, in order, or nothing
 * when a reader arrives.
 */
export function findCircle(start: string, hops: readonly Hop[]): string[] | undefined {
  const next = new Map(hops.map(({from, to}) => [from, to]))
  const way = [start]
  for (let path = next.get(start); path !== undefined; path = next.get(path)) {
    const seenAt = way.indexOf(path)
    way.push(path)
    if (seenAt >= 0) return way.slice(seenAt)
  }
  return undefined
}
