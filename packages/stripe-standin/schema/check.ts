import type {ErrorObject} from 'ajv/dist/2020.js'
import {invalidRequest, type StripeError} from '../errors.ts'
import type {FormFields} from '../http.ts'
import {type JsonSchema, schemaFile, validators} from './schema.ts'
import type {Objects, Requests, Wire} from './types.ts'

const objects = validators('objects', false)
const deleted = validators('deleted', false)
const requests = validators('requests', true)

/** Compiles the schemas that nearly every call needs, which takes about a second, before the first call waits for it. */
export function compileSchemas(): void {
  objects('checkout.session')
  objects('event')
  objects('item')
  requests('checkout.sessions.create')
}

/** Throws when a value is not, in shape, the SDK's object of that name. Expanded fields are allowed. */
export function assertObject<Name extends keyof Objects>(
  name: Name,
  value: unknown,
): asserts value is Wire<Name> {
  const validate = objects(name)
  if (!validate(value))
    throw new Error(`Not a ${name} in the SDK's shape: ${describeErrors(validate.errors)}`)
}

/** Throws when an answer, a list's elements included, is not in the SDK's shape. Judged by its `object` field. */
export function assertAnswer(answer: {object: string; [field: string]: unknown}): void {
  if (answer.object === 'list') {
    for (const element of elementsOf(answer)) assertAnswer(element)
    return
  }
  const name = answer.object
  const validate = answer.deleted === true ? deleted(name) : objects(name)
  if (!validate(answer))
    throw new Error(`Not a ${name} in the SDK's shape: ${describeErrors(validate.errors)}`)
}

function elementsOf(list: {[field: string]: unknown}): {object: string}[] {
  if (!Array.isArray(list.data)) throw new Error('A list without data')
  return list.data
}

function describeErrors(errors: ErrorObject[] | null | undefined): string {
  return (errors ?? [])
    .map(({instancePath, message, params}) => `${instancePath} ${message} ${JSON.stringify(params)}`)
    .join('; ')
}

/**
 * The emptiest object that the schema allows: null where null is allowed, otherwise false, zero, no text, no elements,
 * and the first value of an enum. Optional fields are absent. Callers write their fields over it.
 */
export function blank(name: keyof Objects): Record<string, unknown> {
  return requiredFields(schemaFile.objects[name] ?? {})
}

function requiredFields(schema: JsonSchema): Record<string, unknown> {
  const {properties, required} = resolveRef(schema)
  return Object.fromEntries((required ?? []).map((key) => [key, emptyValue(properties?.[key] ?? {})]))
}

function emptyValue(schema: JsonSchema): unknown {
  const {anyOf, type, enum: values, ...rest} = resolveRef(schema)
  if (anyOf?.some((member) => member.type === 'null')) return null
  if (anyOf?.[0]) return emptyValue(anyOf[0])
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
      return requiredFields(rest)
    default:
      return null
  }
}

function resolveRef(schema: JsonSchema): JsonSchema {
  if (!schema.$ref) return schema
  const target = schemaFile.$defs[schema.$ref.replace('#/$defs/', '')]
  if (!target) throw new Error(`${schema.$ref} is not in the schema`)
  return resolveRef(target)
}

/**
 * The parameters of a call, typed as the SDK types them.
 *
 * @throws StripeError 400 naming the first parameter that is unknown, missing or of the wrong kind.
 */
export function parseRequest<Name extends keyof Requests>(name: Name, form: FormFields): Requests[Name] {
  const value: unknown = structuredClone(form)
  if (isRequest(name, value)) return value
  throw refusal(requests(name).errors ?? [])
}

function isRequest<Name extends keyof Requests>(name: Name, value: unknown): value is Requests[Name] {
  return requests(name)(value)
}

/** Each member of a union gives an error of its own. The deepest belongs to the member that the caller used. */
function refusal(errors: ErrorObject[]): StripeError {
  const [error] = errors.toSorted((a, b) => depth(b) - depth(a))
  if (!error) return invalidRequest('Invalid request.')
  const path = error.instancePath.split('/').slice(1)
  if (error.keyword === 'additionalProperties') {
    const param = paramName([...path, String(error.params.additionalProperty)])
    return invalidRequest(`Received unknown parameter: ${param}`, {param, code: 'parameter_unknown'})
  }
  if (error.keyword === 'required') {
    const param = paramName([...path, String(error.params.missingProperty)])
    return invalidRequest(`Missing required param: ${param}.`, {param, code: 'parameter_missing'})
  }
  const param = paramName(path)
  if (error.keyword === 'enum') {
    return invalidRequest(`Invalid ${param}: must be one of ${error.params.allowedValues.join(', ')}`, {
      param,
    })
  }
  if (error.params.type === 'number') {
    return invalidRequest(`Invalid integer: ${param}`, {param, code: 'parameter_invalid_integer'})
  }
  return invalidRequest(`Invalid ${error.params.type ?? 'value'}: ${param}`, {param})
}

function depth(error: ErrorObject): number {
  return error.instancePath.split('/').length
}

/** `['line_items', '0', 'price']` is `line_items[0][price]`. */
function paramName(path: string[]): string {
  const [head = '', ...rest] = path
  return head + rest.map((part) => `[${part}]`).join('')
}
