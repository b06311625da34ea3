import type {ExprNode, ObjectAttributeNode, ObjectAttributeValueNode, SelectNode} from 'groq-js'
import {isExpression, rewriteTree} from './syntax-tree.ts'

/**
 * What the value of a hidden attribute is: the object that holds a visible attribute's value under `key` (with `each`: an
 * array of such objects, for the items of an array), an object that was spread, or an object on the path to a value.
 */
export type Mark =
  | {kind: 'holder'; attribute: string; key: string | number; each: boolean}
  | {kind: 'spread'}
  | {kind: 'onPath'}

type Instrumented = {tree: ExprNode; marks: ReadonlyMap<string, Mark>}

/** Attributes of documents cannot begin with a null character. */
const HIDDEN = '\u0000'

/** The attribute under which an instrumented query answers what it would answer otherwise. */
export const RESULT = 'result'

export function isHidden(attribute: string): boolean {
  return attribute.startsWith(HIDDEN)
}

/**
 * Adds hidden attributes to every object that a query makes, so that its result contains the parts of documents that the
 * values were taken from. The result itself is under {@link RESULT}.
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
    const holders = holdersOf(attribute.value)
    const onPath = objectsOnPath(attribute.value).filter(
      (object) => !holders.some(({holder}) => holder === object),
    )
    return [
      ...onPath.map((object) => mark({kind: 'onPath'}, object)),
      // The last attribute is tried first, and of several alternatives the first has to be tried first.
      ...holders
        .toReversed()
        .map(({holder, key, each}) => mark({kind: 'holder', attribute: attribute.name, key, each}, holder)),
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

/**
 * An expression for the object or array that holds a primitive value, and the key of the value in it. With `each`, the
 * expression gives an array of holders, one for each item of an array of values.
 */
type HolderExpression = {holder: ExprNode; key: string | number; each: boolean}

const THIS: ExprNode = {type: 'This'}
const NOTHING: ExprNode = {type: 'Value', value: null}

/** The objects that the value of an expression may be taken from; several where the expression chooses. */
function holdersOf(expression: ExprNode): HolderExpression[] {
  switch (expression.type) {
    case 'AccessAttribute':
      return [{holder: expression.base ?? THIS, key: expression.name, each: false}]
    case 'AccessElement':
      return [{holder: expression.base, key: expression.index, each: false}]
    case 'Group':
      return holdersOf(expression.base)
    case 'Select':
      return ofAlternatives(expression)
    case 'FuncCall':
      return expression.name === 'coalesce' ? expression.args.flatMap(holdersOf) : []
    case 'Map':
      return ofItems('Map', expression.base, holdersOf(expression.expr), false)
    case 'FlatMap':
      return ofItems('FlatMap', expression.base, holdersOf(expression.expr), true)
    default:
      return []
  }
}

/** The holders of each alternative; those of alternatives that are not chosen evaluate to null. */
function ofAlternatives(select: SelectNode): HolderExpression[] {
  const {alternatives, fallback} = select
  const ofEach = alternatives.flatMap(({value}, chosen) =>
    holdersOf(value).map((source) => ({
      ...source,
      holder: {
        type: 'Select' as const,
        alternatives: alternatives.map((other, index) => ({
          ...other,
          value: index === chosen ? source.holder : NOTHING,
        })),
      },
    })),
  )
  const withoutValues = alternatives.map((alternative) => ({...alternative, value: NOTHING}))
  const ofFallback = (fallback ? holdersOf(fallback) : []).map((source) => ({
    ...source,
    holder: {type: 'Select' as const, alternatives: withoutValues, fallback: source.holder},
  }))
  return [...ofEach, ...ofFallback]
}

function ofItems(
  type: 'Map' | 'FlatMap',
  base: ExprNode,
  holders: HolderExpression[],
  each: boolean,
): HolderExpression[] {
  return holders
    .filter((source) => source.each === each)
    .map(({holder, key}) => ({holder: {type, base, expr: holder}, key, each: true}))
}

/**
 * The objects on the path to the value of an expression: in `author->bio[]{…}` the author. They bring whole documents into
 * the result, without which their parts cannot be recognised.
 */
function objectsOnPath(expression: ExprNode): ExprNode[] {
  if (!('base' in expression) || !expression.base) {
    return expression.type === 'AccessAttribute' ? [THIS] : []
  }
  const base = expression.base
  return expression.type === 'AccessAttribute' ? [...objectsOnPath(base), base] : objectsOnPath(base)
}
