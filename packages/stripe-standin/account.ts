import {existsSync, mkdirSync, readFileSync, renameSync, writeFileSync} from 'node:fs'
import type {IncomingHttpHeaders} from 'node:http'
import {join} from 'node:path'
import {z} from 'zod'
import {StripeError} from './errors.ts'
import {newId, randomToken} from './ids.ts'
import {type Permission, permissionSchema} from './permissions.ts'

const modeSchema = z.object({
  /** May do everything. */
  secretKey: z.string(),
  /** May do what its permissions allow. */
  restrictedKeys: z.array(z.object({key: z.string(), permissions: z.array(permissionSchema)})).default([]),
})

const accountSchema = z.object({id: z.string(), test: modeSchema, live: modeSchema})

/** The one account that the stand-in serves, and its API keys. */
export type Account = z.infer<typeof accountSchema>

const FILE = 'account.json'

/** Reads `account.json` of the data directory (mode 0600), which the first start makes. */
export function loadAccount(directory: string): Account {
  const file = join(directory, FILE)
  if (existsSync(file)) return accountSchema.parse(JSON.parse(readFileSync(file, 'utf8')))
  const keys = (mode: 'test' | 'live') => ({secretKey: `sk_${mode}_${randomToken(32)}`, restrictedKeys: []})
  const account: Account = {id: newId('account', false), test: keys('test'), live: keys('live')}
  mkdirSync(directory, {recursive: true, mode: 0o700})
  saveAccount(directory, account)
  return account
}

function saveAccount(directory: string, account: Account): void {
  const file = join(directory, FILE)
  const draft = `${file}.${process.pid}`
  writeFileSync(draft, `${JSON.stringify(account, null, 2)}\n`, {mode: 0o600})
  renameSync(draft, file)
}

/**
 * A restricted key with these permissions, as the dashboard makes one (https://docs.stripe.com/keys/restricted-api-keys),
 * kept with the account. The same permissions give the same key again.
 */
export function restrictedKey(
  directory: string,
  account: Account,
  {permissions, livemode}: {permissions: readonly Permission[]; livemode: boolean},
): string {
  const {restrictedKeys} = livemode ? account.live : account.test
  const wanted = [...new Set(permissions)].sort()
  const known = restrictedKeys.find((one) => one.permissions.join() === wanted.join())
  if (known) return known.key
  const key = `rk_${livemode ? 'live' : 'test'}_${randomToken(32)}`
  restrictedKeys.push({key, permissions: wanted})
  saveAccount(directory, account)
  return key
}

export type Caller = {
  livemode: boolean
  /** What a restricted key may do; `undefined` for the secret key, which may do everything. */
  permissions: ReadonlySet<Permission> | undefined
  /** How an error names the key. */
  maskedKey: string
}

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
  const maskedKey = masked(key)
  for (const livemode of [false, true]) {
    const {secretKey, restrictedKeys} = livemode ? account.live : account.test
    if (key === secretKey) return {livemode, permissions: undefined, maskedKey}
    const restricted = restrictedKeys.find((one) => one.key === key)
    if (restricted) return {livemode, permissions: new Set(restricted.permissions), maskedKey}
  }
  throw unauthorized(`Invalid API Key provided: ${maskedKey}`)
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
