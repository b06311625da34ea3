import {extractWithPath} from '@sanity/mutator'

const IDENTIFIER = /^[A-Za-z_][A-Za-z0-9_]*$/

/**
 * The paths that are meant by one whose last selector, such as `[0]` or `[_key=="a"]`, looks into something: one for each
 * place of the document that it can look into, and none when there is no such place.
 *
 * The mutator makes an object of every attribute that is missing on the way to what is set. Where a selector follows, that
 * would be an object in the place of an array: nothing could be inserted into it ever after.
 *
 * @throws Error when the path cannot be read.
 */
export function locatePath(path: string, document: Record<string, unknown>): string[] {
  const start = lastSelectorOf(path)
  if (start <= 0) return [path]
  // A path that cannot be read is refused also where it leads nowhere.
  extractWithPath(path, {})
  const rest = path.slice(start)
  return extractWithPath(path.slice(0, start), document)
    .filter(({value}) => typeof value === 'object' && value !== null)
    .map((place) => textOf(place.path) + rest)
}

/** Where the last `[…]` begins that is not an attribute's quoted name; -1 when there is none. */
function lastSelectorOf(path: string): number {
  let last = -1
  let depth = 0
  for (const {0: token, index} of path.matchAll(/"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|[[\]]/g)) {
    if (token === '[' && depth++ === 0 && !/^\[\s*'/.test(path.slice(index))) last = index
    else if (token === ']') depth--
  }
  return last
}

function textOf(path: (string | number)[]): string {
  return path
    .map((segment, index) => {
      if (typeof segment === 'number') return `[${segment}]`
      if (!IDENTIFIER.test(segment)) return `['${segment}']`
      return index === 0 ? segment : `.${segment}`
    })
    .join('')
}
