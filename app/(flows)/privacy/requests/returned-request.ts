import {z} from 'zod'
import {CORRECTABLE_FIELDS} from '#lib/format/forms.ts'

const fields = z.enum(CORRECTABLE_FIELDS)

/** What a page in answer to a form of the data requests shows. It carries a key and typed words, and nothing that is held. */
export const returnedRequest = z.discriminatedUnion('view', [
  z.object({
    view: z.literal('ask'),
    notice: z.enum(['problems', 'limited', 'unavailable']),
    kind: z.string(),
    email: z.string(),
    problems: z.object({kind: z.string().optional(), email: z.string().optional()}),
  }),
  z.object({
    view: z.literal('refused'),
    reason: z.enum(['unknown', 'used', 'expired', 'over', 'unavailable']),
  }),
  /** The step that the request of this page key is at. */
  z.object({
    view: z.literal('open'),
    key: z.string(),
    typed: z.partialRecord(fields, z.string()).optional(),
    problems: z.partialRecord(fields, z.string()).optional(),
    notice: z.enum(['unchanged', 'nothing-held', 'confirm', 'empty', 'too-long']).optional(),
    words: z.string().optional(),
  }),
])

export type ReturnedRequest = z.infer<typeof returnedRequest>
