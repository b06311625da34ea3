import type {ExprNode} from 'groq-js'
import {isPublishedId} from '../documents.ts'
import {constantOf} from './syntax-tree.ts'
import type {IndexedAttribute, Lookup} from './view.ts'

/**
 * Lookups in the indexes that find every document which a filter of `*[…]` can select. Each of them does, so the evaluator
 * may try the filter on the documents of any one lookup only.
 */
export function lookupsOf(filter: ExprNode): Lookup[] {
  switch (filter.type) {
    case 'Group':
      return lookupsOf(filter.base)
    case 'And':
      return [...lookupsOf(filter.left), ...lookupsOf(filter.right)]
    case 'Or':
      return alternatives(lookupsOf(filter.left), lookupsOf(filter.right))
    case 'OpCall':
      return comparison(filter.op, filter.left, filter.right)
    case 'FuncCall':
      return versionOf(filter.namespace, filter.name, filter.args)
    default:
      return []
  }
}

/** With `||` either side may select a document, so only attributes that both sides restrict can be looked up. */
function alternatives(left: Lookup[], right: Lookup[]): Lookup[] {
  return left.flatMap((one) =>
    right
      .filter((other) => other.attribute === one.attribute)
      .map((other) => lookup(one.attribute, [...one.values, ...other.values])),
  )
}

function comparison(op: string, left: ExprNode, right: ExprNode): Lookup[] {
  if (op === '==') return [...equality(left, right), ...equality(right, left)]
  return op === 'in' ? membership(left, right) : []
}

function equality(side: ExprNode, other: ExprNode): Lookup[] {
  const attribute = indexedAttribute(side)
  const constant = constantOf(other)
  // `slug.current == null` selects documents without a slug, which no index holds.
  if (!attribute || !constant.known || typeof constant.value !== 'string') return []
  return [lookup(attribute, [constant.value])]
}

function membership(side: ExprNode, list: ExprNode): Lookup[] {
  const attribute = indexedAttribute(side)
  const constant = constantOf(list)
  if (!attribute || !constant.known || !Array.isArray(constant.value)) return []
  const values: unknown[] = constant.value
  return values.every((value) => typeof value === 'string') ? [lookup(attribute, values)] : []
}

/** `sanity::versionOf(id)` selects a document, its draft and its versions. */
function versionOf(namespace: string, name: string, [id]: ExprNode[]): Lookup[] {
  if (namespace !== 'sanity' || name !== 'versionOf' || !id) return []
  const constant = constantOf(id)
  if (!constant.known || typeof constant.value !== 'string') return []
  // Given the id of a draft or version, it selects that one only, and not all that are indexed under the published id.
  return isPublishedId(constant.value) ? [lookup('published', [constant.value])] : []
}

function lookup(attribute: IndexedAttribute, values: string[]): Lookup {
  return {attribute, values: [...new Set(values)]}
}

function indexedAttribute(node: ExprNode): IndexedAttribute | undefined {
  const path = attributePath(node)
  if (path === '_id') return 'id'
  if (path === '_type') return 'type'
  return path === 'slug.current' ? 'slug' : undefined
}

/** The dotted path of an attribute of the document itself; undefined for any other expression. */
function attributePath(node: ExprNode): string | undefined {
  if (node.type === 'Group') return attributePath(node.base)
  if (node.type !== 'AccessAttribute') return undefined
  if (!node.base || node.base.type === 'This') return node.name
  const base = attributePath(node.base)
  return base === undefined ? undefined : `${base}.${node.name}`
}
