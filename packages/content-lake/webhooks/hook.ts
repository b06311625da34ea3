import {parse} from 'groq-js'
import {z} from 'zod'

/** What a hook can be told of. */
export const Operation = z.enum(['create', 'update', 'delete'])
export type Operation = z.output<typeof Operation>

/** A GROQ expression over one change, in which `before()`, `after()` and `delta::` functions are known. */
const deltaGroq = z.string().refine((source) => {
  try {
    parse(source, {mode: 'delta'})
    return true
  } catch {
    return false
  }
}, 'is not valid GROQ')

const httpUrl = z.url({protocol: /^https?$/, error: 'must be an http or https address'})

/** No line breaks: a header must not be able to bring others with it. */
const headers = z.record(
  z.string().regex(/^[\w!#$%&'*+.^`|~-]+$/),
  z.string().regex(/^[\t\x20-\x7e\x80-\xff]*$/),
)

/**
 * A document webhook as a client describes it.
 *
 * @see https://www.sanity.io/docs/http-reference/webhooks
 */
export const HookInput = z.object({
  type: z.literal('document').default('document'),
  name: z.string().min(1).max(1024),
  description: z.string().max(1024).nullable().default(null),
  url: httpUrl,
  /** `*` stands for every dataset. */
  dataset: z.string().min(1).default('*'),
  httpMethod: z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']).default('POST'),
  apiVersion: z.string().default('v2021-03-25'),
  includeDrafts: z.boolean().default(false),
  headers: headers.nullable().default(null),
  secret: z.string().min(1).nullable().default(null),
  isDisabledByUser: z.boolean().default(false),
  rule: z.object({
    on: z.array(Operation).min(1),
    filter: deltaGroq.nullish(),
    projection: deltaGroq.nullish(),
  }),
})

/** A webhook as it is stored and answered. */
export const Hook = HookInput.extend({
  id: z.string(),
  projectId: z.string(),
  createdAt: z.iso.datetime(),
  createdByUserId: z.string(),
  isDisabled: z.literal(false),
  deletedAt: z.null(),
})
export type Hook = z.output<typeof Hook>
