import {isIP} from 'node:net'
import {z} from 'zod'
import {keyring} from './crypto.ts'

// Every variable that is read, with its shape. `.env.example` explains each in words, in this order.

/** A line of an environment file that is left empty means the same as no line. */
const emptyIsUnset = (value: unknown) => (value === '' ? undefined : value)

const optional = <T extends z.ZodType>(schema: T) => z.preprocess(emptyIsUnset, schema.optional())

const matching = (pattern: RegExp, error: string) => z.string({error}).regex(pattern, {error})

const url = (example: string) =>
  z
    .url({error: `must be an absolute address, for example ${example}`})
    .transform((value) => value.replace(/\/+$/, ''))

const secret = (example: string) =>
  matching(/^.{16,}$/, `must be at least 16 characters, for example ${example}`)

/** Of the site and its content. */
const siteSchema = z.object({
  SITE_URL: url('https://plumbperfectleads.help'),
  SANITY_PROJECT_ID: matching(
    /^[a-z0-9-]+$/,
    'must be a Sanity project id: lower-case letters, digits and dashes, for example x1y2z3ab',
  ),
  SANITY_DATASET: matching(/^[a-z0-9_][a-z0-9_-]*$/, 'must be a Sanity dataset name, for example production'),
  SANITY_API_HOST: optional(url('https://api.sanity.io')),
  SANITY_LOGIN_URL: optional(url('https://login.example.com')),
  SANITY_HOSTED_FEATURES: z.preprocess(
    emptyIsUnset,
    z.enum(['on', 'off'], {error: 'must be on or off'}).default('on'),
  ),
  SANITY_READ_TOKEN: secret('sk… from sanity.io/manage, role Viewer'),
  SANITY_VERSIONS_TOKEN: optional(secret('sk… from sanity.io/manage, role Editor')),
  SANITY_WEBHOOK_SECRET: secret('the output of: openssl rand -hex 32'),
})

const required = (what: string, example: string, pattern: RegExp) =>
  matching(pattern, `must be ${what}, for example ${example}`)

const mailbox = (example: string) =>
  required(
    'an e-mail address, alone or after a name',
    example,
    /^(?:[^<>\r\n]*<[^\s<>@]+@[^\s<>@]+>|[^\s<>@]+@[^\s<>@]+)$/,
  )

const IS_ADDRESS = {
  error: 'is no complete address: in a user or password write # as %23, / as %2F, @ as %40 and % as %25',
}

/** Orders and mail hold what is personal, so it is encrypted on the way to another machine. */
const hasEncryptedPath = (address: string, isEncrypted: RegExp) =>
  isEncrypted.test(address) || !URL.canParse(address) || isLoopback(address)

/** Of buying and delivering. */
export const commerceSchema = z.object({
  DATABASE_URL: required(
    'the address of a Postgres database',
    'postgres://user:password@127.0.0.1:5432/plumbperfect',
    /^postgres(?:ql)?:\/\/\S+$/,
  )
    .refine((address) => URL.canParse(address), IS_ADDRESS)
    .refine((address) => hasEncryptedPath(address, /[?&]sslmode=(?:require|verify-ca|verify-full)(?:&|$)/), {
      error:
        'must ask for TLS when the database is on another machine, for example postgres://user:password@db.example.com/plumbperfect?sslmode=verify-full',
    }),
  STRIPE_SECRET_KEY: required(
    'a secret or restricted key of a Stripe account',
    'sk_test_… from dashboard.stripe.com/apikeys',
    /^(?:sk|rk)_(?:test|live)_\w+$/,
  ),
  STRIPE_WEBHOOK_SECRET: required(
    'the signing secret of the webhook endpoint',
    'whsec_… as printed by: npm run stripe:sync',
    /^whsec_\S{8,}$/,
  ),
  STRIPE_API_HOST: optional(
    required(
      'the origin of a Stripe API',
      'http://127.0.0.1:3002 (leave it out for Stripe itself)',
      /^https?:\/\/[^/\s]+\/?$/,
    ),
  ),
  SMTP_URL: required(
    'the address of a mail host',
    'smtps://user:password@smtp.example.com:465',
    /^smtps?:\/\/\S+$/,
  )
    .refine((address) => URL.canParse(address), IS_ADDRESS)
    .refine((address) => hasEncryptedPath(address, /^smtps:|[?&]requireTLS=true(?:&|$)/), {
      error:
        'must ask for TLS when the mail host is another machine: smtps://…, or smtp://user:password@smtp.example.com:587?requireTLS=true',
    }),
  MAIL_FROM: mailbox('PlumbPerfect Leads <orders@plumbperfectleads.help>'),
  OWNER_EMAIL: mailbox('owner@example.com'),
  OWNER_DESK: z.preprocess(emptyIsUnset, z.enum(['on', 'off'], {error: 'must be on or off'}).default('on')),
  SERVICE_DATA_KEYS: z
    .string({
      error: 'must be keys as id:base64, separated by commas, for example 2026a:$(openssl rand -base64 32)',
    })
    .transform((value, context) => {
      const parsed = keyring(value)
      if (parsed.ok) return parsed.keyring
      context.issues.push({code: 'custom', input: value, message: parsed.problem})
      return z.NEVER
    }),
})

/** Whether an address that a service answers at never leaves this machine. A socket's path, which names no host, does not. */
function isLoopback(address: string): boolean {
  const {hostname} = new URL(address)
  return LOOPBACK.test(hostname)
}

const LOOPBACK = /^(?:|localhost|127(?:\.\d{1,3}){3}|\[::1\])$/

const network = z.string().refine(
  (value) => {
    const [address = '', bits, ...rest] = value.split('/')
    const most = isIP(address) === 4 ? 32 : 128
    return isIP(address) !== 0 && rest.length === 0 && (bits === undefined || isPrefix(bits, most))
  },
  {error: 'must be addresses or networks separated by commas, for example 127.0.0.1,10.0.0.0/8'},
)

const isPrefix = (bits: string, most: number) => /^\d{1,3}$/.test(bits) && Number(bits) <= most

const redis = z
  .url({
    protocol: /^rediss?$/,
    error: 'must be the address of a Redis, for example rediss://user:password@redis.example.com:6379',
  })
  // Pages are public, but what is written here is what visitors get as our pages.
  .refine((address) => address.startsWith('rediss:') || isLoopback(address), {
    error: 'must begin with rediss:// (TLS) when the Redis is on another machine',
  })

/** Of analytics, which nobody is asked about until the site settings hold a measurement id. */
const analyticsSchema = z.object({
  GOOGLE_TAG_HOST: z.preprocess(
    emptyIsUnset,
    url('https://www.googletagmanager.com').default('https://www.googletagmanager.com'),
  ),
})

/** Of the production server. */
const serverSchema = z.object({
  TRUSTED_PROXIES: z
    .string()
    .default('')
    .transform((list) => list.split(',').flatMap((entry) => entry.trim() || []))
    .pipe(z.array(network)),
  REDIS_URL: optional(redis),
  LOG_DIR: optional(z.string()),
  DOCUMENT_CACHE_MB: z.preprocess(
    emptyIsUnset,
    z.coerce
      .number({error: 'must be a number of megabytes, for example 64'})
      .int({error: 'must be a whole number of megabytes, for example 64'})
      .min(1, {error: 'must be at least 1'})
      .default(64),
  ),
  RUNTIME: z.preprocess(
    emptyIsUnset,
    z.enum(['server', 'functions'], {error: 'must be server or functions'}).default('server'),
  ),
  CRON_SECRET: optional(secret('the output of: openssl rand -hex 32')),
  HSTS_SECONDS: z.preprocess(
    emptyIsUnset,
    z.coerce
      .number({error: 'must be a number of seconds, for example 86400'})
      .int({error: 'must be a whole number of seconds, for example 86400'})
      .min(0, {error: 'must not be less than 0'})
      .max(63_072_000, {error: 'must be 63072000 (two years) at most'})
      .default(86_400),
  ),
  DRAIN_SECONDS: z.preprocess(
    emptyIsUnset,
    z.coerce
      .number({error: 'must be a number of seconds, for example 10'})
      .min(0, {error: 'must not be less than 0'})
      .max(300, {error: 'must be 300 at most'})
      .optional(),
  ),
})

const schema = z
  .object({...siteSchema.shape, ...commerceSchema.shape, ...analyticsSchema.shape, ...serverSchema.shape})
  .refine(({RUNTIME, CRON_SECRET}) => RUNTIME === 'server' || CRON_SECRET !== undefined, {
    path: ['CRON_SECRET'],
    error: 'must be set where RUNTIME is functions, for example the output of: openssl rand -hex 32',
  })

export type Env = z.infer<typeof schema>

/** The names of all variables above. */
export const ENV_NAMES = schema.keyof().options

let parsed: Env | undefined

/**
 * The configuration, parsed once per process.
 *
 * @throws Error naming each variable that is missing or wrong, what is wrong with it, and an example.
 */
export function env(): Env {
  parsed ??= parseEnv(process.env)
  return parsed
}

/** Parses a set of variables without keeping the result. Throws as {@link env} does. */
export function parseEnv(source: Record<string, string | undefined>): Env {
  const preview = previewHost(source)
  return parseVariables(schema, preview ? {...source, SITE_URL: `https://${preview}`} : source)
}

/**
 * Where a preview deployment on Vercel answers: it must take forms from its own address, and has none before it is made.
 *
 * @see https://vercel.com/docs/environment-variables/system-environment-variables
 */
function previewHost(source: Record<string, string | undefined>): string | undefined {
  const {RUNTIME, VERCEL_ENV, VERCEL_BRANCH_URL, VERCEL_URL} = source
  return RUNTIME === 'functions' && VERCEL_ENV === 'preview' ? VERCEL_BRANCH_URL || VERCEL_URL : undefined
}

export type CommerceEnv = z.infer<typeof commerceSchema>

/** Parses those of buying and delivering alone, for commands that need nothing else. Throws as {@link env} does. */
export function parseCommerceEnv(source: Record<string, string | undefined>): CommerceEnv {
  return parseVariables(commerceSchema, source)
}

/** How long browsers reach the site by HTTPS alone, in seconds, for builds, which may lack the rest. Throws as {@link env} does. */
export const parseTransportSeconds = (source: Record<string, string | undefined>): number =>
  parseVariables(serverSchema.pick({HSTS_SECONDS: true}), source).HSTS_SECONDS

/** Values are never part of the message, since many are secrets. */
function parseVariables<Schema extends z.ZodType>(
  schema: Schema,
  source: Record<string, string | undefined>,
): z.output<Schema> {
  const result = schema.safeParse(source)
  if (result.success) return result.data
  const lines = result.error.issues.map((issue) => {
    const name = String(issue.path[0])
    return `  ${name} ${source[name] ? 'is not usable' : 'is not set'}: ${issue.message}`
  })
  throw new Error(
    `The configuration is not complete. See .env.example for every variable.\n${lines.join('\n')}`,
  )
}
