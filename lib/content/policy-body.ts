import {z} from 'zod'
import {logger} from '#lib/log/logger.ts'

const span = z.object({
  _type: z.literal('span'),
  _key: z.string(),
  text: z.string().default(''),
  marks: z.array(z.string()).optional(),
})

const link = z.object({_type: z.literal('link'), _key: z.string(), href: z.string().optional()})

const block = z.object({
  _type: z.literal('block'),
  _key: z.string(),
  style: z.enum(['normal', 'subtitle', 'h2', 'h3', 'h4']).default('normal'),
  listItem: z.enum(['bullet', 'number']).optional(),
  level: z.number().int().min(1).optional(),
  children: z.array(span).default([]),
  markDefs: z.array(link).default([]),
})

const marker = z.object({
  _type: z.literal('lastUpdatedMarker'),
  _key: z.string(),
  label: z.string().default('Last Updated:'),
})

const member = z.union([block, marker])

type PolicyMember = z.infer<typeof member>

/** The text of a policy. A part that this site does not know is left out and logged; it never breaks the page. */
export const policyBody = z.array(z.unknown()).transform((members) => members.flatMap(known))

function known(value: unknown): PolicyMember[] {
  const parsed = member.safeParse(value)
  if (parsed.success) return [parsed.data]
  const named = z.object({_key: z.string().optional(), _type: z.string().optional()}).safeParse(value)
  logger.warn({part: named.data}, 'A part of a policy cannot be shown and is left out')
  return []
}
