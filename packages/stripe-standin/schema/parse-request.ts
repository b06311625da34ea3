import type {ErrorObject} from 'ajv/dist/2020.js'
import {invalidRequest, type StripeError} from '../errors.ts'
import type {FormFields} from '../http/form.ts'
import type {Requests} from './roots.ts'
import {validators} from './validators.ts'

const requests = validators('requests', true)

/** Compiles the largest set of parameters before a call waits for it. */
export function warmRequests(): void {
  requests('checkout.sessions.create')
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

/** Of several errors (each member of a union gives its own) the deepest is the one that the caller meant. */
function refusal(errors: ErrorObject[]): StripeError {
  const [error] = errors.toSorted((a, b) => depth(b) - depth(a))
  if (!error) return invalidRequest('Invalid request.')
  const path = error.instancePath.split('/').slice(1)
  if (error.keyword === 'additionalProperties') {
    const param = written([...path, String(error.params.additionalProperty)])
    return invalidRequest(`Received unknown parameter: ${param}`, {param, code: 'parameter_unknown'})
  }
  if (error.keyword === 'required') {
    const param = written([...path, String(error.params.missingProperty)])
    return invalidRequest(`Missing required param: ${param}.`, {param, code: 'parameter_missing'})
  }
  const param = written(path)
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
function written(path: string[]): string {
  const [head = '', ...rest] = path
  return head + rest.map((part) => `[${part}]`).join('')
}
