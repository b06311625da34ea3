import {type ExprNode, GroqSyntaxError, parse, type SyntaxNode} from 'groq-js'
import {LRUCache} from 'lru-cache'
import {describeSyntaxFault} from './syntax-error.ts'
import {containing, rewriteTree} from './syntax-tree.ts'

/** Bad GROQ, as the worker reports it to the main thread. Offsets are characters of the query. */
export class ParseFailure extends Error {
  readonly start: number
  readonly end: number

  constructor(message: string, start: number, end: number) {
    super(message)
    this.start = start
    this.end = end
  }
}

/** Queries up to this length are kept after they were parsed; longer ones are parsed each time. */
const MAX_KEPT_CHARACTERS = 20_000

const cacheOptions = {
  max: 500,
  /** Characters of all queries that are kept. */
  maxSize: 500_000,
  maxEntrySize: MAX_KEPT_CHARACTERS,
  sizeCalculation: (_tree: unknown, key: string) => Math.max(1, key.length),
}
/** Trees of queries without their parameters; `null` for queries whose tree depends on them. */
const templates = new LRUCache<string, {tree: ExprNode | null}>(cacheOptions)
/** Trees of queries with their parameters. */
const trees = new LRUCache<string, ExprNode>(cacheOptions)

/**
 * Parses a query with its parameters, which become literals of the tree: `groq-js` accepts only literals in slices and some
 * filters. The tree is kept for the next query that is the same, with other parameters too where that is possible.
 *
 * @param mode - `delta` for an expression over a change of a document.
 * @throws ParseFailure
 */
export function parseQuery(
  query: string,
  params: Record<string, unknown>,
  mode: 'normal' | 'delta' = 'normal',
): ExprNode {
  try {
    const mayBeKept = mode === 'normal' && query.length <= MAX_KEPT_CHARACTERS
    const template = mayBeKept ? cached(templates, query, () => ({tree: templateOf(query)})).tree : null
    if (template) return fillIn(template, params)
    return cached(trees, JSON.stringify([mode, query, params]), () => parse(query, {params, mode}))
  } catch (error) {
    if (error instanceof GroqSyntaxError) {
      const {message, start, end} = describeSyntaxFault(query, error.position)
      throw new ParseFailure(message, start, end)
    }
    // Errors about names and arguments carry no position, and neither does an overflow of the stack.
    throw new ParseFailure(error instanceof Error ? error.message : String(error), 0, query.length)
  }
}

function cached<Value extends object>(cache: LRUCache<string, Value>, key: string, make: () => Value): Value {
  const known = cache.get(key)
  if (known) return known
  const made = make()
  cache.set(key, made)
  return made
}

const hasParameters = containing(({type}) => type === 'Parameter')

/**
 * The tree of a query that is parsed without its parameters, into which those of each call can be filled in. Null where
 * the tree depends on their values: slices take only numbers, `[$x]` is an attribute, an element or a filter, and a
 * function that the query defines may have a parameter of the same name.
 *
 * @throws GroqSyntaxError for a query that is wrong with any parameters.
 */
export function templateOf(query: string): ExprNode | null {
  if (/\bfn/.test(query)) return null
  try {
    const tree = parse(query)
    return dependsOnParameters(tree) ? null : tree
  } catch (error) {
    if (error instanceof GroqSyntaxError) throw error
    return null
  }
}

/** The tree that parsing the query with these parameters gives. */
export function fillIn(template: ExprNode, params: Record<string, unknown>): ExprNode {
  const literal = (node: SyntaxNode): SyntaxNode =>
    node.type === 'Parameter' && Object.hasOwn(params, node.name)
      ? {type: 'Value', value: params[node.name]}
      : node
  return rewriteTree(template, (node, descend) => descend(literal(node)), hasParameters)
}

/** Whether a parameter decides what a bracket means. */
function dependsOnParameters(tree: ExprNode): boolean {
  const isBracketOfSum = containing(
    (node) => node.type === 'Filter' && isSum(node.expr) && hasParameters(node.expr),
  )
  return isBracketOfSum(tree)
}

/** Whether `groq-js` evaluates an expression in brackets while it parses: sums of literals and parameters. */
function isSum(node: ExprNode): boolean {
  switch (node.type) {
    case 'Value':
    case 'Parameter':
      return true
    case 'Group':
    case 'Pos':
    case 'Neg':
      return isSum(node.base)
    case 'OpCall':
      return isSum(node.left) && isSum(node.right)
    default:
      return false
  }
}
