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

/** `objects`, `deleted` and `requests` hold one schema for each name of the interfaces in roots.ts. */
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
