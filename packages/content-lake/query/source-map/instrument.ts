import type {ExprNode, ObjectAttributeNode, ObjectAttributeValueNode} from 'groq-js'
import {isExpression, rewriteTree} from '../syntax/rewrite-tree.ts'
import {carriersOf, waypointsOf} from './carriers.ts'

/** What a hidden attribute is there for. */
export type Mark =
  | {kind: 'carrier'; attribute: string; key: string | number; each: boolean}
  | {kind: 'spread'}
  | {kind: 'waypoint'}

export type Instrumented = {tree: ExprNode; marks: ReadonlyMap<string, Mark>}

/** Attributes of documents cannot begin with a null character. */
const HIDDEN = '\u0000'

/** The attribute under which an instrumented query answers what it would answer otherwise. */
export const RESULT = 'result'

export function isHidden(attribute: string): boolean {
  return attribute.startsWith(HIDDEN)
}

/**
 * Adds hidden attributes to every object that a query makes, so that its result brings along the parts of documents that
 * the values were taken from. The result itself stands under {@link RESULT}.
 */
export function instrument(tree: ExprNode): Instrumented {
  const marks = new Map<string, Mark>()
  const mark = (meaning: Mark, value: ExprNode): ObjectAttributeValueNode => {
    const name = `${HIDDEN}${marks.size}`
    marks.set(name, meaning)
    return {type: 'ObjectAttributeValue', name, value}
  }
  const hiddenFor = (attribute: ObjectAttributeNode): ObjectAttributeNode[] => {
    if (attribute.type !== 'ObjectAttributeValue') return [mark({kind: 'spread'}, attribute.value)]
    const carriers = carriersOf(attribute.value)
    const waypoints = waypointsOf(attribute.value).filter(
      (way) => !carriers.some(({holder}) => holder === way),
    )
    return [
      ...waypoints.map((waypoint) => mark({kind: 'waypoint'}, waypoint)),
      // What is written last is looked at first, and of several alternatives the first should be.
      ...carriers
        .toReversed()
        .map(({holder, key, each}) => mark({kind: 'carrier', attribute: attribute.name, key, each}, holder)),
    ]
  }
  const root: ExprNode = {
    type: 'Object',
    attributes: [{type: 'ObjectAttributeValue', name: RESULT, value: tree}],
  }
  const instrumented = rewriteTree(root, (node, descend) => {
    const copy = descend(node)
    if (!isExpression(copy) || copy.type !== 'Object') return copy
    return {...copy, attributes: copy.attributes.flatMap((attribute) => [attribute, ...hiddenFor(attribute)])}
  })
  return {tree: instrumented, marks}
}
