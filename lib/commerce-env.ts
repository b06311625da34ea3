import {z} from 'zod'
import {keyring} from './crypto/seal.ts'
import {isLoopback} from './loopback.ts'
import {parseVariables} from './parse-variables.ts'

const required = (what: string, example: string, pattern: RegExp) =>
  z.string({error: `must be ${what}, for example ${example}`}).regex(pattern, {
    error: `must be ${what}, for example ${example}`,
  })

const mailbox = (example: string) =>
  required(
    'an e-mail address, alone or after a name',
    example,
    /^(?:[^<>\r\n]*<[^\s<>@]+@[^\s<>@]+>|[^\s<>@]+@[^\s<>@]+)$/,
  )

const emptyIsUnset = (value: unknown) => (value === '' ? undefined : value)

/** Orders and mail hold what is personal: on the way to another machine nobody else may read it. */
const hasEncryptedPath = (address: string, isEncrypted: RegExp) =>
  isEncrypted.test(address) || !URL.canParse(address) || isLoopback(address)

/** Variables that buying and delivering need, beside those of the site. `.env.example` explains each in words. */
export const commerceSchema = z.object({
  DATABASE_URL: required(
    'the address of a Postgres database',
    'postgres://user:password@127.0.0.1:5432/plumbperfect',
    /^postgres(?:ql)?:\/\/\S+$/,
  ).refine((address) => hasEncryptedPath(address, /[?&]sslmode=(?:require|verify-ca|verify-full)(?:&|$)/), {
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
  STRIPE_API_HOST: z.preprocess(
    emptyIsUnset,
    required(
      'the origin of a Stripe API',
      'http://127.0.0.1:3002 (leave it out for Stripe itself)',
      /^https?:\/\/[^/\s]+\/?$/,
    ).optional(),
  ),
  SMTP_URL: required(
    'the address of a mail host',
    'smtps://user:password@smtp.example.com:465',
    /^smtps?:\/\/\S+$/,
  ).refine((address) => hasEncryptedPath(address, /^smtps:|[?&]requireTLS=true(?:&|$)/), {
    error:
      'must ask for TLS when the mail host is another machine: smtps://…, or smtp://user:password@smtp.example.com:587?requireTLS=true',
  }),
  MAIL_FROM: mailbox('PlumbPerfect Leads <orders@plumbperfectleads.help>'),
  OWNER_EMAIL: mailbox('owner@example.com'),
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

export type CommerceEnv = z.infer<typeof commerceSchema>

/** Parses these alone, for commands that need nothing else. Throws as `env()` does. */
export function parseCommerceEnv(source: Record<string, string | undefined>): CommerceEnv {
  return parseVariables(commerceSchema, source)
}
