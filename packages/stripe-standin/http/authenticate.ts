import type {IncomingHttpHeaders} from 'node:http'
import type {Account} from '../account.ts'
import {StripeError} from '../errors.ts'

export type Caller = {livemode: boolean; mayWrite: boolean}

/**
 * Finds out who calls, from a bearer key or a basic user name: https://docs.stripe.com/api/authentication
 *
 * @throws StripeError 401 without a key, or with one that the account does not have.
 */
export function authenticate(account: Account, headers: IncomingHttpHeaders): Caller {
  const key = keyOf(headers.authorization ?? '')
  if (!key) {
    throw unauthorized(
      "You did not provide an API key. You need to provide your API key in the Authorization header, using Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY').",
    )
  }
  for (const livemode of [false, true]) {
    const {secretKey, readKey} = livemode ? account.live : account.test
    if (key === secretKey) return {livemode, mayWrite: true}
    if (key === readKey) return {livemode, mayWrite: false}
  }
  throw unauthorized(`Invalid API Key provided: ${masked(key)}`)
}

/** 403, as a restricted key gets it for a call that it has no permission for. */
export function checkPermission(caller: Caller, method: string, path: string): void {
  if (caller.mayWrite || method === 'GET') return
  throw new StripeError(403, {
    type: 'invalid_request_error',
    message: `The provided key does not have the required permissions for ${method} ${path}.`,
  })
}

function keyOf(authorization: string): string {
  const [scheme = '', value = ''] = authorization.split(' ')
  if (scheme.toLowerCase() === 'bearer') return value
  if (scheme.toLowerCase() === 'basic') return Buffer.from(value, 'base64').toString().split(':')[0] ?? ''
  return ''
}

function masked(key: string): string {
  return `${key.slice(0, 8)}${'*'.repeat(Math.max(0, key.length - 12))}${key.slice(-4)}`
}

function unauthorized(message: string): StripeError {
  return new StripeError(401, {type: 'invalid_request_error', message})
}
