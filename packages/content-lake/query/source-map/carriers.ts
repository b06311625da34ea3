import type {ExprNode, SelectNode} from 'groq-js'

/**
 * An expression for the object that a primitive value is taken from, and what is taken from it. `each` says that both the
 * value and the carrier are arrays, which correspond item by item.
 */
export type Carrier = {holder: ExprNode; key: string | number; each: boolean}

const THIS: ExprNode = {type: 'This'}
const NOTHING: ExprNode = {type: 'Value', value: null}

/** The objects that the value of an expression may be taken from; several where the expression chooses. */
export function carriersOf(expression: ExprNode): Carrier[] {
  switch (expression.type) {
    case 'AccessAttribute':
      return [{holder: expression.base ?? THIS, key: expression.name, each: false}]
    case 'AccessElement':
      return [{holder: expression.base, key: expression.index, each: false}]
    case 'Group':
      return carriersOf(expression.base)
    case 'Select':
      return ofAlternatives(expression)
    case 'FuncCall':
      return expression.name === 'coalesce' ? expression.args.flatMap(carriersOf) : []
    case 'Map':
      return ofItems('Map', expression.base, carriersOf(expression.expr), false)
    case 'FlatMap':
      return ofItems('FlatMap', expression.base, carriersOf(expression.expr), true)
    default:
      return []
  }
}

/** Each alternative's carriers, which are there only when the alternative is the one chosen. */
function ofAlternatives(select: SelectNode): Carrier[] {
  const {alternatives, fallback} = select
  const ofEach = alternatives.flatMap(({value}, chosen) =>
    carriersOf(value).map((carrier) => ({
      ...carrier,
      holder: {
        type: 'Select' as const,
        alternatives: alternatives.map((other, index) => ({
          ...other,
          value: index === chosen ? carrier.holder : NOTHING,
        })),
      },
    })),
  )
  const withoutValues = alternatives.map((alternative) => ({...alternative, value: NOTHING}))
  const ofFallback = (fallback ? carriersOf(fallback) : []).map((carrier) => ({
    ...carrier,
    holder: {type: 'Select' as const, alternatives: withoutValues, fallback: carrier.holder},
  }))
  return [...ofEach, ...ofFallback]
}

function ofItems(type: 'Map' | 'FlatMap', base: ExprNode, carriers: Carrier[], each: boolean): Carrier[] {
  return carriers
    .filter((carrier) => carrier.each === each)
    .map(({holder, key}) => ({holder: {type, base, expr: holder}, key, each: true}))
}

/**
 * The objects on the way to the value of an expression: in `author->bio[]{…}` the author. A part of a document is
 * recognised only after its document has been seen, and these are where documents are seen.
 */
export function waypointsOf(expression: ExprNode): ExprNode[] {
  if (!('base' in expression) || !expression.base) {
    return expression.type === 'AccessAttribute' ? [THIS] : []
  }
  const base = expression.base
  return expression.type === 'AccessAttribute' ? [...waypointsOf(base), base] : waypointsOf(base)
}
