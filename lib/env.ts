import {z} from 'zod'
import {commerceSchema} from './commerce-env.ts'
import {parseVariables} from './parse-variables.ts'
import {serverSchema} from './server-env.ts'

const url = (example: string) =>
  z
    .url({error: `must be an absolute address, for example ${example}`})
    .transform((value) => value.replace(/\/+$/, ''))

const matching = (pattern: RegExp, error: string) => z.string({error}).regex(pattern, {error})

const secret = (example: string) =>
  matching(/^.{16,}$/, `must be at least 16 characters, for example ${example}`)

/** A line of an environment file that is left empty means the same as no line. */
const emptyIsUnset = (value: unknown) => (value === '' ? undefined : value)

const optional = <T extends z.ZodType>(schema: T) => z.preprocess(emptyIsUnset, schema.optional())

/** Every variable that the site reads, with its shape. `.env.example` explains each in words. */
const schema = z.object({
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
  SANITY_WEBHOOK_SECRET: secret('the output of: openssl rand -hex 32'),
  ...commerceSchema.shape,
  ...serverSchema.shape,
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
  return parseVariables(schema, source)
}
