import {type ExprNode, GroqSyntaxError, parse} from 'groq-js'

/** Bad GROQ, as told to the thread that answers. Offsets are into the query. */
export class ParseFailure extends Error {
  readonly start: number
  readonly end: number

  constructor(message: string, start: number, end: number) {
    super(message)
    this.start = start
    this.end = end
  }
}

const MAX_CACHED = 500
const MAX_CACHED_KEY = 20_000
const cache = new Map<string, ExprNode>()

/**
 * Parses a query with its parameters, which become literals of the tree: slices and filters take only those. Trees are
 * kept for the next query that is the same; the ones unused for longest go first.
 *
 * @throws ParseFailure
 */
export function parseQuery(
  query: string,
  params: Record<string, unknown>,
  mode: 'normal' | 'delta' = 'normal',
): ExprNode {
  const key = JSON.stringify([mode, query, params])
  const tree = cache.get(key) ?? parseFresh(query, params, mode)
  cache.delete(key)
  if (key.length <= MAX_CACHED_KEY) cache.set(key, tree)
  const [oldest] = cache.keys()
  if (cache.size > MAX_CACHED && oldest !== undefined) cache.delete(oldest)
  return tree
}

function parseFresh(query: string, params: Record<string, unknown>, mode: 'normal' | 'delta'): ExprNode {
  try {
    return parse(query, {params, mode})
  } catch (error) {
    if (error instanceof GroqSyntaxError) {
      throw new ParseFailure(error.message, error.position, error.position)
    }
    // What the parser says of names and arguments carries no place, and neither does a stack that ran out.
    throw new ParseFailure(error instanceof Error ? error.message : String(error), 0, query.length)
  }
}
