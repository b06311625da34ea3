import type {ExprNode, SyntaxNode} from 'groq-js'

/** Gives the node that stands in another's place; `descend` copies a node with its children rewritten. */
export type Rewrite = (node: SyntaxNode, descend: (node: SyntaxNode) => SyntaxNode) => SyntaxNode

/** Copies a syntax tree of `groq-js`, letting `rewrite` replace any node of it. */
export function rewriteTree(tree: ExprNode, rewrite: Rewrite): ExprNode {
  const visit = (node: SyntaxNode): SyntaxNode => rewrite(node, descend)
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
