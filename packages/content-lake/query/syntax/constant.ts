import type {ExprNode} from 'groq-js'

/** What an expression is whatever the documents: a value, or unknown. */
export type Constant = {known: true; value: unknown} | {known: false}

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
