import type {ErrorObject} from 'ajv/dist/2020.js'
import type {Wire} from '../objects/wire.ts'
import type {Objects} from './roots.ts'
import {validators} from './validators.ts'

const objects = validators('objects', false)
const deleted = validators('deleted', false)

/** Compiles what nearly every call needs, which takes about a second, before the first call waits for it. */
export function warmObjects(): void {
  objects('checkout.session')
  objects('event')
  objects('item')
}

/** Throws when a value is not, in shape, the SDK's object of that name. Expanded fields are allowed. */
export function assertObject<Name extends keyof Objects>(
  name: Name,
  value: unknown,
): asserts value is Wire<Name> {
  const validate = objects(name)
  if (!validate(value)) throw new Error(`Not a ${name} in the SDK's shape: ${describe(validate.errors)}`)
}

/** Throws when an answer, a list's elements included, is not in the SDK's shape. Judged by its `object` field. */
export function assertAnswer(answer: {object: string; [field: string]: unknown}): void {
  if (answer.object === 'list') {
    for (const element of elementsOf(answer)) assertAnswer(element)
    return
  }
  const name = answer.object
  const validate = answer.deleted === true ? deleted(name) : objects(name)
  if (!validate(answer)) throw new Error(`Not a ${name} in the SDK's shape: ${describe(validate.errors)}`)
}

function elementsOf(list: {[field: string]: unknown}): {object: string}[] {
  if (!Array.isArray(list.data)) throw new Error('A list without data')
  return list.data
}

function describe(errors: ErrorObject[] | null | undefined): string {
  return (errors ?? [])
    .map(({instancePath, message, params}) => `${instancePath} ${message} ${JSON.stringify(params)}`)
    .join('; ')
}
