import {readFileSync} from 'node:fs'
import {Ajv2020, type ValidateFunction} from 'ajv/dist/2020.js'

/** The part of JSON Schema (draft 2020-12) that the generator writes and the stand-in reads. */
export type JsonSchema = {
  $ref?: string
  type?: 'string' | 'number' | 'boolean' | 'null' | 'array' | 'object'
  enum?: (string | number | boolean)[]
  anyOf?: JsonSchema[]
  items?: JsonSchema
  maxItems?: number
  properties?: Record<string, JsonSchema>
  required?: string[]
  additionalProperties?: boolean | JsonSchema
}

/** `objects`, `deleted` and `requests` hold one schema for each name of the interfaces in types.ts. */
export type SchemaFile = {
  $id: string
  $comment: string
  /** The version of Stripe's API that these are the shapes of. */
  apiVersion: string
  objects: Record<string, JsonSchema>
  deleted: Record<string, JsonSchema>
  requests: Record<string, JsonSchema>
  $defs: Record<string, JsonSchema>
}

function read(): SchemaFile {
  return JSON.parse(readFileSync(new URL('./stripe.gen.json', import.meta.url), 'utf8'))
}

/** The generated schema, read once. It is part of this package, so it is trusted to have its shape. */
export const schemaFile: SchemaFile = read()

/**
 * Gives the compiled validator of `section/name`, compiling each when it is first used: compiling all takes a second.
 *
 * @param coerce turn a form's texts into the numbers and booleans that the schema asks for, in place
 */
export function validators(section: 'objects' | 'deleted' | 'requests', coerce: boolean) {
  const ajv = new Ajv2020({
    coerceTypes: coerce,
    strict: false,
    inlineRefs: false,
    validateSchema: false,
    code: {optimize: false},
  })
  ajv.addSchema(schemaFile)
  const compiled = new Map<string, ValidateFunction>()
  return (name: string): ValidateFunction => {
    const known = compiled.get(name)
    if (known) return known
    if (!(name in schemaFile[section])) throw new Error(`The schema has no ${section}/${name}`)
    const validate = ajv.compile({$ref: `${schemaFile.$id}#/${section}/${name}`})
    compiled.set(name, validate)
    return validate
  }
}
