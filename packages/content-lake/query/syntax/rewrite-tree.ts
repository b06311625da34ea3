import type {ExprNode, SyntaxNode} from 'groq-js'

/** Gives the node that stands in another's place; `descend` copies a node with its children rewritten. */
export type Rewrite = (node: SyntaxNode, descend: (node: SyntaxNode) => SyntaxNode) => SyntaxNode

/**
 * Copies a syntax tree of `groq-js`, letting `rewrite` replace any node of it.
 *
 * @param concerns whether there is anything to replace at a node or below it; where there is not, the copy has the very
 *   node. All of the tree is copied unless it is given.
 */
export function rewriteTree(
  tree: ExprNode,
  rewrite: Rewrite,
  concerns: (node: SyntaxNode) => boolean = () => true,
): ExprNode {
  const visit = (node: SyntaxNode): SyntaxNode => (concerns(node) ? rewrite(node, descend) : node)
  const descend = (node: SyntaxNode): SyntaxNode => {
    // A value may be an object of the client's that looks like a node.
    if (node.type === 'Value') return node
    const copy: unknown = Object.fromEntries(
      Object.entries(node).map(([key, part]) => [key, visitPart(part, visit)]),
    )
    return isSyntaxNode(copy) ? copy : node
  }
  const rewritten = visit(tree)
  return isExpression(rewritten) ? rewritten : tree
}

/**
 * Makes a test of whether a node, or one below it, is of a kind. What was found is remembered for as long as the node
 * is there: trees share most of their nodes with the trees of the same query before.
 */
export function holding(isOfKind: (node: SyntaxNode) => boolean): (node: SyntaxNode) => boolean {
  const known = new WeakMap<SyntaxNode, boolean>()
  const holds = (node: SyntaxNode): boolean => {
    const before = known.get(node)
    if (before !== undefined) return before
    const found = isOfKind(node) || (node.type !== 'Value' && Object.values(node).some(partHolds))
    known.set(node, found)
    return found
  }
  const partHolds = (part: unknown): boolean =>
    Array.isArray(part) ? part.some(partHolds) : isSyntaxNode(part) && holds(part)
  return holds
}

function visitPart(part: unknown, visit: (node: SyntaxNode) => SyntaxNode): unknown {
  if (Array.isArray(part)) return part.map((item) => visitPart(item, visit))
  return isSyntaxNode(part) ? visit(part) : part
}

function isSyntaxNode(part: unknown): part is SyntaxNode {
  return typeof part === 'object' && part !== null && 'type' in part && typeof part.type === 'string'
}

const PARTS_OF_EXPRESSIONS: ReadonlySet<string> = new Set([
  'ArrayElement',
  'ObjectAttributeValue',
  'ObjectConditionalSplat',
  'ObjectSplat',
  'SelectAlternative',
])

/** Whether a node can be evaluated by itself. */
export function isExpression(node: SyntaxNode): node is ExprNode {
  return !PARTS_OF_EXPRESSIONS.has(node.type)
}
