import {z} from 'zod'
import type {MutationInput} from '../contracts.ts'
import {malformed} from '../errors.ts'

const Attributes = z.looseObject({_id: z.string().optional(), _type: z.string().min(1)})
const Items = z.array(z.unknown())
const Selection = {
  id: z.string().optional(),
  query: z.string().optional(),
  params: z.record(z.string(), z.unknown()).optional(),
}

/** The operations of a patch, without the document that it is for. */
export const PatchOperations = z.strictObject({
  ifRevisionID: z.string().optional(),
  set: z.record(z.string(), z.unknown()).optional(),
  setIfMissing: z.record(z.string(), z.unknown()).optional(),
  merge: z.record(z.string(), z.unknown()).optional(),
  unset: z.array(z.string()).optional(),
  inc: z.record(z.string(), z.number()).optional(),
  dec: z.record(z.string(), z.number()).optional(),
  diffMatchPatch: z.record(z.string(), z.string()).optional(),
  insert: z
    .union([
      z.strictObject({before: z.string(), items: Items}),
      z.strictObject({after: z.string(), items: Items}),
      z.strictObject({replace: z.string(), items: Items}),
    ])
    .optional(),
})
export type PatchOperations = z.infer<typeof PatchOperations>

const Mutation = z.union([
  z.strictObject({create: Attributes}),
  z.strictObject({createOrReplace: Attributes}),
  z.strictObject({createIfNotExists: Attributes}),
  z.strictObject({delete: z.looseObject(Selection)}),
  z.strictObject({patch: PatchOperations.extend(Selection)}),
])

export type Attributes = z.infer<typeof Attributes>
export type Target = {id: string} | {query: string; params: Record<string, unknown>}

/** A mutation that was checked: what to do, and to which documents. */
export type Operation =
  | {kind: 'create' | 'createOrReplace' | 'createIfNotExists'; attributes: Attributes}
  | {kind: 'delete'; target: Target}
  | {kind: 'patch'; target: Target; patch: PatchOperations}

/** @param index - The place of the mutation in its request. @throws ApiError 400 that names it when it is malformed. */
export function parseMutation(input: MutationInput, index: number): Operation {
  const parsed = Mutation.safeParse(input)
  if (!parsed.success) throw malformed(`mutations[${index}]: ${reasonOf(input, parsed.error)}`)
  const mutation = parsed.data
  if ('create' in mutation) return {kind: 'create', attributes: mutation.create}
  if ('createOrReplace' in mutation) return {kind: 'createOrReplace', attributes: mutation.createOrReplace}
  if ('createIfNotExists' in mutation)
    return {kind: 'createIfNotExists', attributes: mutation.createIfNotExists}
  if ('delete' in mutation) return {kind: 'delete', target: targetOf(mutation.delete, index)}
  const {id, query, params, ...patch} = mutation.patch
  return {kind: 'patch', target: targetOf({id, query, params}, index), patch}
}

function targetOf(
  {id, query, params = {}}: {id?: string; query?: string; params?: Record<string, unknown>},
  index: number,
): Target {
  if (id !== undefined && query === undefined) return {id}
  if (query !== undefined && id === undefined) return {query, params}
  throw malformed(`mutations[${index}]: give either "id" or "query"`)
}

function reasonOf(input: MutationInput, error: z.ZodError): string {
  const [kind, ...others] = Object.keys(input)
  if (kind === undefined || others.length > 0) return 'a mutation has exactly one operation'
  const schema = Mutation.options.find(({shape}) => kind in shape)
  if (!schema) return `unknown mutation "${kind}"`
  const issue = schema.safeParse(input).error?.issues[0] ?? error.issues[0]
  return issue ? `${issue.path.join('.') || kind}: ${issue.message}` : 'malformed'
}
