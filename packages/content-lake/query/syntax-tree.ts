import type {ExprNode, SyntaxNode} from 'groq-js'

/** Returns the node that replaces another; `descend` copies a node with its children rewritten. */
export type Rewrite = (node: SyntaxNode, descend: (node: SyntaxNode) => SyntaxNode) => SyntaxNode

/**
 * Copies a syntax tree of `groq-js`, letting `rewrite` replace any node of it.
 *
 * @param concerns - Whether there is anything to replace at a node or below it. Where there is not, the node itself is used
 *   instead of a copy; by default all of the tree is copied.
 */
export function rewriteTree(
  tree: ExprNode,
  rewrite: Rewrite,
  concerns: (node: SyntaxNode) => boolean = () => true,
): ExprNode {
  const visit = (node: SyntaxNode): SyntaxNode => (concerns(node) ? rewrite(node, descend) : node)
  const descend = (node: SyntaxNode): SyntaxNode => {
    // A value is the client's own data, which may look like a node.
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
 * Makes a test of whether a node, or one below it, is of a kind. Results are remembered by node, since trees of the same
 * query share most of their nodes.
 */
export function containing(isOfKind: (node: SyntaxNode) => boolean): (node: SyntaxNode) => boolean {
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

/** The value of an expression that does not depend on the documents, or that it is unknown. */
type Constant = {known: true; value: unknown} | {known: false}

const UNKNOWN: Constant = {known: false}

/** Reads literals, parameters (which are literals once parsed), groups, arrays of them, and joined strings. */
export function constantOf(node: ExprNode): Constant {
  switch (node.type) {
    case 'Value':
      return {known: true, value: node.value}
    case 'Group':
      return constantOf(node.base)
    case 'Array':
      return constantArray(node.elements)
    case 'OpCall':
      return node.op === '+' ? joined(constantOf(node.left), constantOf(node.right)) : UNKNOWN
    default:
      return UNKNOWN
  }
}

function constantArray(elements: {value: ExprNode; isSplat: boolean}[]): Constant {
  const values: unknown[] = []
  for (const element of elements) {
    const constant = element.isSplat ? UNKNOWN : constantOf(element.value)
    if (!constant.known) return UNKNOWN
    values.push(constant.value)
  }
  return {known: true, value: values}
}

function joined(left: Constant, right: Constant): Constant {
  if (!left.known || !right.known) return UNKNOWN
  if (typeof left.value !== 'string' || typeof right.value !== 'string') return UNKNOWN
  return {known: true, value: left.value + right.value}
}
