import {type ExprNode, GroqSyntaxError, parse, type SyntaxNode} from 'groq-js'
import {holding, rewriteTree} from './rewrite-tree.ts'

const hasParameters = holding(({type}) => type === 'Parameter')

/**
 * A query as it is parsed without its parameters, into which those of each call can be filled in. Undefined where what
 * the query says depends on them: slices take only numbers, `[$x]` is an attribute, an element or a filter, and a
 * function of the query's own may name its parameter like one of the call's.
 *
 * @throws GroqSyntaxError for what no parameters can make right
 */
export function templateOf(query: string): ExprNode | undefined {
  if (/\bfn/.test(query)) return undefined
  try {
    const tree = parse(query)
    return isSteered(tree) ? undefined : tree
  } catch (error) {
    if (error instanceof GroqSyntaxError) throw error
    return undefined
  }
}

/** The tree that parsing the query with these parameters gives, which become literals of it. */
export function fillIn(template: ExprNode, params: Record<string, unknown>): ExprNode {
  const literal = (node: SyntaxNode): SyntaxNode =>
    node.type === 'Parameter' && Object.hasOwn(params, node.name)
      ? {type: 'Value', value: params[node.name]}
      : node
  return rewriteTree(template, (node, descend) => descend(literal(node)), hasParameters)
}

/** Whether a parameter decides what a bracket is. It is asked once of a query, so nothing of that is remembered. */
function isSteered(tree: ExprNode): boolean {
  const isBracketOfSum = holding(
    (node) => node.type === 'Filter' && isSum(node.expr) && hasParameters(node.expr),
  )
  return isBracketOfSum(tree)
}

/** What `groq-js` works out while it parses, and so needs to know the value of: sums of literals and parameters. */
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
