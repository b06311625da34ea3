import {z} from 'zod'
import {logger} from '#lib/log/logger.ts'

const span = z.object({
  _type: z.literal('span'),
  _key: z.string(),
  text: z.string().default(''),
  marks: z.array(z.string()).optional(),
})

const optional = z
  .string()
  .nullish()
  .transform((value) => value ?? undefined)

const link = z.object({_type: z.literal('link'), _key: z.string(), href: optional})

const text = {
  _type: z.literal('block'),
  _key: z.string(),
  listItem: z.enum(['bullet', 'number']).optional(),
  level: z.number().int().min(1).optional(),
  children: z.array(span).default([]),
  markDefs: z
    .array(link)
    .nullish()
    .transform((links) => links ?? []),
}

const block = z.object({
  ...text,
  style: z.enum(['normal', 'subtitle', 'h2', 'h3', 'h4']).default('normal'),
})

const marker = z.object({
  _type: z.literal('lastUpdatedMarker'),
  _key: z.string(),
  label: z.string().default('Last Updated:'),
})

const table = z.object({
  _type: z.literal('table'),
  _key: z.string(),
  caption: optional,
  rows: z.array(
    z.object({_type: z.literal('tableRow'), _key: z.string(), cells: z.array(z.string()).optional()}),
  ),
})

const callout = z.object({
  _type: z.literal('callout'),
  _key: z.string(),
  label: optional,
  text: z.array(z.object({...text, style: z.literal('normal').default('normal')})),
})

const member = z.discriminatedUnion('_type', [block, marker, table, callout])

export type PolicyMember = z.infer<typeof member>

/** The text of a policy. A part that this site does not know is left out and logged; it never breaks the page. */
export const policyBody = z.array(z.unknown()).transform((members) => members.flatMap(known))

function known(value: unknown): PolicyMember[] {
  const parsed = member.safeParse(value)
  if (parsed.success) return [parsed.data]
  const named = z.object({_key: z.string().optional(), _type: z.string().optional()}).safeParse(value)
  logger.warn({part: named.data}, 'A part of a policy cannot be shown and is left out')
  return []
}
