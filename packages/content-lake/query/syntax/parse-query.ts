import {type ExprNode, GroqSyntaxError, parse} from 'groq-js'
import {Recent} from './recent.ts'
import {fillIn, templateOf} from './template.ts'

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

const templates = new Recent<ExprNode | undefined>()
const trees = new Recent<ExprNode>()

/**
 * Parses a query with its parameters, which become literals of the tree: slices and filters take only those. What was
 * parsed is kept for the next query that is the same, whatever its parameters where that is possible.
 *
 * @param mode what a query is read as: by itself, or on a change of a document
 * @throws ParseFailure
 */
export function parseQuery(
  query: string,
  params: Record<string, unknown>,
  mode: 'normal' | 'delta' = 'normal',
): ExprNode {
  try {
    const mayFillIn = mode === 'normal' && templates.keeps(query)
    const template = mayFillIn ? templates.get(query, () => templateOf(query)) : undefined
    if (template) return fillIn(template, params)
    return trees.get(JSON.stringify([mode, query, params]), () => parse(query, {params, mode}))
  } catch (error) {
    if (error instanceof GroqSyntaxError) {
      throw new ParseFailure(error.message, error.position, error.position)
    }
    // What the parser says of names and arguments carries no place, and neither does a stack that ran out.
    throw new ParseFailure(error instanceof Error ? error.message : String(error), 0, query.length)
  }
}
