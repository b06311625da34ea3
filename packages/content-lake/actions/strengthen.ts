import {isPlainObject} from '../documents.ts'

/**
 * References to documents that were not published yet are weak in a draft and say so in `_strengthenOnPublish`; published,
 * they become what the schema asks for.
 */
export function strengthenReferences(attributes: Record<string, unknown>): Record<string, unknown> {
  const {_strengthenOnPublish: mark, ...rest} = attributes
  const isMarked = isPlainObject(mark) && typeof attributes._ref === 'string'
  const {_weak, ...strong} = rest
  const kept = !isMarked ? attributes : mark.weak === true ? rest : strong
  return Object.fromEntries(Object.entries(kept).map(([name, value]) => [name, strengthenValue(value)]))
}

function strengthenValue(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(strengthenValue)
  return isPlainObject(value) ? strengthenReferences(value) : value
}
