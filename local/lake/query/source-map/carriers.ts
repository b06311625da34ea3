import type {ExprNode} from 'groq-js'

/**
 * An expression for the object that a primitive value is taken from, and what is taken from it. `each` says that both the
 * value and the carrier are arrays, which correspond item by item.
 */
export type Carrier = {holder: ExprNode; key: string | number; each: boolean}

const THIS: ExprNode = {type: 'This'}

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
      return [...expression.alternatives.map(({value}) => value), expression.fallback].flatMap((value) =>
        value ? carriersOf(value) : [],
      )
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
