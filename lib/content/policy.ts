import {stegaClean} from '@sanity/client/stega'
import {z} from 'zod'
import type {DOCUMENT_QUERY_RESULT} from '#sanity/types.gen.ts'
import {policyBody} from './policy-body.ts'

// Logic reads these; the marks that lead editors to a field would only be in its way.
const clean = z.string().transform((text) => stegaClean(text))

const policy = z.object({
  slug: clean,
  title: z.string().nullable(),
  summary: z.string().nullable(),
  /** ISO date. */
  lastUpdated: clean.pipe(z.iso.date()).nullable().catch(null),
  contactEmail: clean.pipe(z.email()).nullable().catch(null),
  body: policyBody.nullable().transform((body) => body ?? []),
})

export type Policy = z.infer<typeof policy>

/** A policy as the Content Lake gives it. */
export type FoundPolicy = Extract<DOCUMENT_QUERY_RESULT, {_type: 'policy'}>

/** Reads what was found at an address. */
export function readPolicy(found: FoundPolicy): Policy {
  return policy.parse(found)
}
