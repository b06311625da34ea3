/**
 * Matches a path against a pattern such as `/v1/prices/:id`.
 *
 * @returns the named parts, decoded; undefined when it does not match
 */
export function matchPath(pattern: string, path: string): Record<string, string> | undefined {
  const wanted = pattern.split('/')
  const given = path.replace(/\/$/, '').split('/')
  if (wanted.length !== given.length) return undefined
  const names: Record<string, string> = {}
  for (const [index, part] of wanted.entries()) {
    const actual = given[index] ?? ''
    if (!part.startsWith(':')) {
      if (part !== actual) return undefined
    } else if (!/^[\w.~-]+$/.test(actual)) return undefined
    else names[part.slice(1)] = actual
  }
  return names
}
