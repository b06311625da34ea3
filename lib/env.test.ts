import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {expect, test} from 'vitest'
import {ENV_NAMES, parseEnv, parseTransportSeconds} from './env.ts'

const COMPLETE = {
  SITE_URL: 'https://plumbperfectleads.help/',
  SANITY_PROJECT_ID: 'x1y2z3ab',
  SANITY_DATASET: 'production',
  SANITY_READ_TOKEN: 'skReadTokenOfTheViewer',
  SANITY_WEBHOOK_SECRET: '0123456789abcdef0123456789abcdef',
  DATABASE_URL: 'postgres://site:password@127.0.0.1:5432/site',
  STRIPE_SECRET_KEY: 'sk_test_0123456789',
  STRIPE_WEBHOOK_SECRET: 'whsec_0123456789',
  SMTP_URL: 'smtps://user:password@smtp.example.com:465',
  MAIL_FROM: 'PlumbPerfect Leads <orders@plumbperfectleads.help>',
  OWNER_EMAIL: 'owner@example.com',
  SERVICE_DATA_KEYS: `2026a:${Buffer.alloc(32, 1).toString('base64')}`,
}

test('what is left empty counts as not set, and the defaults are those of the hosted service', () => {
  const read = parseEnv({
    ...COMPLETE,
    SANITY_API_HOST: '',
    SANITY_LOGIN_URL: '',
    STRIPE_API_HOST: '',
    SANITY_HOSTED_FEATURES: '',
  })
  expect(read).toEqual({
    ...COMPLETE,
    SITE_URL: 'https://plumbperfectleads.help',
    SERVICE_DATA_KEYS: {currentId: '2026a', keys: expect.any(Map)},
    OWNER_DESK: 'on',
    SANITY_HOSTED_FEATURES: 'on',
    GOOGLE_TAG_HOST: 'https://www.googletagmanager.com',
    TRUSTED_PROXIES: [],
    DOCUMENT_CACHE_MB: 64,
    HSTS_SECONDS: 86_400,
    RUNTIME: 'server',
  })
})

test('every variable that is missing or wrong is named at once, with an example and without its value', () => {
  const {SANITY_READ_TOKEN: _, ...rest} = COMPLETE
  const parse = () =>
    parseEnv({...rest, SITE_URL: 'plumbperfectleads.help', SANITY_WEBHOOK_SECRET: 'hunter2'})
  expect(parse).toThrow(/SITE_URL is not usable: must be an absolute address, for example https:/)
  expect(parse).toThrow(/SANITY_READ_TOKEN is not set: .*for example sk/)
  expect(parse).toThrow(/SANITY_WEBHOOK_SECRET is not usable: must be at least 16 characters/)
  expect(parse).not.toThrow(/hunter2/)
})

test.each([
  [
    'REDIS_URL',
    'redis://redis.example.com:6379',
    'rediss://:word@redis.example.com:6379',
    /must begin with rediss/,
  ],
  [
    'DATABASE_URL',
    'postgres://db.example.com/site',
    'postgres://db.example.com/site?sslmode=verify-full',
    /must ask for TLS/,
  ],
  [
    'SMTP_URL',
    'smtp://mail.example.com:587',
    'smtp://mail.example.com:587?requireTLS=true',
    /must ask for TLS/,
  ],
])('%s needs TLS off this machine', (name, plain, encrypted, refusal) => {
  expect(() => parseEnv({...COMPLETE, [name]: plain})).toThrow(refusal)
  expect(parseEnv({...COMPLETE, [name]: encrypted})).toMatchObject({[name]: encrypted})
  const local = plain.replace(/\w+\.example\.com/, '127.0.0.1')
  expect(parseEnv({...COMPLETE, [name]: local})).toMatchObject({[name]: local})
})

test('.env.example explains every variable, in the order of the schema, and names none that is not read', () => {
  const example = readFileSync(join(import.meta.dirname, '..', '.env.example'), 'utf8')
  const [site = ''] = example.split('# ── For commands and tests')
  expect(Array.from(site.matchAll(/^#? ?([A-Z][A-Z0-9_]+)=/gm), ([, name]) => name)).toEqual(ENV_NAMES)
  for (const name of ENV_NAMES) expect(explanationOf(site, name), name).toMatch(/^# .{30,}/m)
})

/** The comment lines right above a variable. */
function explanationOf(text: string, name: string): string {
  const lines = text.split('\n')
  const at = lines.findIndex((line) => line.replace(/^# ?/, '').startsWith(`${name}=`))
  const above = lines.slice(0, at).reverse()
  const end = above.findIndex((line) => !line.startsWith('# '))
  return above.slice(0, end === -1 ? undefined : end).join('\n')
}

test.each([
  ['DATABASE_URL', 'postgres://site:word@localhost:5432/site'],
  ['DATABASE_URL', 'postgres:///site?host=/var/run/postgresql'],
  ['REDIS_URL', 'redis://127.0.0.1:6379'],
  ['SMTP_URL', 'smtp://127.8.9.1'],
  ['REDIS_URL', 'redis://[::1]:6379'],
])('%s at %s stays on this machine and needs no TLS', (name, address) => {
  expect(parseEnv({...COMPLETE, [name]: address})).toMatchObject({[name]: address})
})

test.each([
  ['REDIS_URL', 'redis://10.0.0.1'],
  ['SMTP_URL', 'smtp://mail'],
  ['REDIS_URL', 'redis://localhost.example.com'],
  ['DATABASE_URL', 'postgres://127.0.0.1.example.com/site'],
])('%s at %s leaves it', (name, address) => {
  expect(() => parseEnv({...COMPLETE, [name]: address})).toThrow(/TLS/)
})

test.each([
  ['SMTP_URL', 'smtps://orders:pa'],
  ['DATABASE_URL', 'postgres://site:p/w@localhost/site'],
])('%s that is cut off, as at a # in a password, is told before anything is sent', (name, address) => {
  expect(() => parseEnv({...COMPLETE, [name]: address})).toThrow(new RegExp(`${name} .*write # as %23`))
})

test('a host of functions needs the secret of the requests that do the work in the background', () => {
  expect(() => parseEnv({...COMPLETE, RUNTIME: 'functions'})).toThrow(
    /CRON_SECRET is not set: must be set where/,
  )
  const read = parseEnv({...COMPLETE, RUNTIME: 'functions', CRON_SECRET: 'c'.repeat(32)})
  expect(read.RUNTIME).toBe('functions')
})

test('a build reads how long browsers keep to HTTPS though it lacks the rest, and refuses what is no number', () => {
  expect(
    [undefined, '', '0', '31536000'].map((HSTS_SECONDS) => parseTransportSeconds({HSTS_SECONDS})),
  ).toEqual([86_400, 86_400, 0, 31_536_000])
  expect(() => parseTransportSeconds({HSTS_SECONDS: 'a year'})).toThrow(
    'HSTS_SECONDS is not usable: must be a number of seconds, for example 86400',
  )
})

test('a preview deployment takes forms from its own address, and only there', () => {
  const functions = {...COMPLETE, RUNTIME: 'functions', CRON_SECRET: 'c'.repeat(32)}
  const hosts = {VERCEL_BRANCH_URL: 'site-git-words-team.vercel.app', VERCEL_URL: 'site-1a2b-team.vercel.app'}
  const addressOf = (source: Record<string, string>) => parseEnv(source).SITE_URL
  expect(addressOf({...functions, ...hosts, VERCEL_ENV: 'preview'})).toBe(
    'https://site-git-words-team.vercel.app',
  )
  expect(addressOf({...functions, VERCEL_URL: hosts.VERCEL_URL, VERCEL_ENV: 'preview'})).toBe(
    'https://site-1a2b-team.vercel.app',
  )
  expect(addressOf({...functions, ...hosts, VERCEL_ENV: 'production'})).toBe('https://plumbperfectleads.help')
  expect(addressOf({...COMPLETE, ...hosts, VERCEL_ENV: 'preview'})).toBe('https://plumbperfectleads.help')
})
