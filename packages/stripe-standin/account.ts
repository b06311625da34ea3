import {existsSync, mkdirSync, readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {z} from 'zod'
import {newId, randomToken} from './ids.ts'

const modeSchema = z.object({
  /** May do everything. */
  secretKey: z.string(),
  /** May read and not write, as a restricted key with read permissions. */
  readKey: z.string(),
})

const accountSchema = z.object({id: z.string(), test: modeSchema, live: modeSchema})

/** The one account that the stand-in serves, and the keys that open it. */
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
