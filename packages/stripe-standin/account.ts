import {existsSync, mkdirSync, readFileSync, writeFileSync} from 'node:fs'
import type {IncomingHttpHeaders} from 'node:http'
import {join} from 'node:path'
import {z} from 'zod'
import {StripeError} from './errors.ts'
import {newId, randomToken} from './ids.ts'

const modeSchema = z.object({
  /** May do everything. */
  secretKey: z.string(),
  /** May read and not write, as a restricted key with read permissions. */
  readKey: z.string(),
})

const accountSchema = z.object({id: z.string(), test: modeSchema, live: modeSchema})

/** The one account that the stand-in serves, and its API keys. */
export type Account = z.infer<typeof accountSchema>

/** Reads `account.json` of the data directory (mode 0600), which the first start makes. */
export function loadAccount(directory: string): Account {
  const file = join(directory, 'account.json')
  if (existsSync(file)) return accountSchema.parse(JSON.parse(readFileSync(file, 'utf8')))
  const keys = (mode: 'test' | 'live') => ({
    secretKey: `sk_${mode}_${randomToken(32)}`,
    readKey: `rk_${mode}_${randomToken(32)}`,
  })
  const account: Account = {id: newId('account', false), test: keys('test'), live: keys('live')}
  mkdirSync(directory, {recursive: true, mode: 0o700})
  writeFileSync(file, `${JSON.stringify(account, null, 2)}\n`, {mode: 0o600, flag: 'wx'})
  return account
}

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
