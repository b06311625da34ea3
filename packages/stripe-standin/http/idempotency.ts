import {createHash} from 'node:crypto'
import {StripeError} from '../errors.ts'
import type {SavedAnswer} from '../store/idempotency.ts'
import type {FormFields} from './form.ts'

/** Stands for a call and its parameters, whatever order they were written in. */
export function fingerprint(method: string, path: string, form: FormFields): string {
  return createHash('sha256')
    .update(`${method} ${path} ${JSON.stringify(form, sorted)}`)
    .digest('hex')
}

function sorted(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** @throws StripeError 400 when the key was first used for something else. */
export function checkSameCall(saved: SavedAnswer, print: string, key: string): void {
  if (saved.fingerprint === print) return
  throw new StripeError(400, {
    type: 'idempotency_error',
    message: `Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '${key}' if you meant to execute a different request.`,
  })
}

/** 409, while the first call with a key is still being answered. */
export function keyInUse(): StripeError {
  return new StripeError(409, {
    type: 'idempotency_error',
    code: 'idempotency_key_in_use',
    message:
      'There is currently another in-progress request using this Idempotent Key (that probably means you submitted twice, and the other request is still going through).',
  })
}
