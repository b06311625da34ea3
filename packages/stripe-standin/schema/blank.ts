import {schemaFile} from './file.ts'
import type {JsonSchema} from './json-schema.ts'
import type {Objects} from './roots.ts'

/**
 * The emptiest object that the schema allows: null where null is allowed, otherwise false, zero, no text, no elements,
 * and the first value of an enum. Optional fields are absent. The caller sets what matters over it.
 */
export function blank(name: keyof Objects): Record<string, unknown> {
  return members(schemaFile.objects[name] ?? {})
}

function members(schema: JsonSchema): Record<string, unknown> {
  const {properties, required} = resolve(schema)
  return Object.fromEntries((required ?? []).map((key) => [key, emptiest(properties?.[key] ?? {})]))
}

function emptiest(schema: JsonSchema): unknown {
  const {anyOf, type, enum: values, ...rest} = resolve(schema)
  if (anyOf?.some((member) => member.type === 'null')) return null
  if (anyOf?.[0]) return emptiest(anyOf[0])
  if (values) return values[0]
  switch (type) {
    case 'string':
      return ''
    case 'number':
      return 0
    case 'boolean':
      return false
    case 'array':
      return []
    case 'object':
      return members(rest)
    default:
      return null
  }
}

function resolve(schema: JsonSchema): JsonSchema {
  if (!schema.$ref) return schema
  const target = schemaFile.$defs[schema.$ref.replace('#/$defs/', '')]
  if (!target) throw new Error(`${schema.$ref} is not in the schema`)
  return resolve(target)
}
