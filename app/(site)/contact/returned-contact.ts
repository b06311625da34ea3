import {z} from 'zod'
import {CONTACT_FIELDS} from '#lib/format/forms.ts'

const fields = z.enum(CONTACT_FIELDS)

/** A contact form on its way back to its sender, with what was typed. */
export const returnedContact = z.object({
  /** Why the form is shown again. */
  notice: z.enum(['problems', 'limited', 'unavailable']),
  typed: z.record(fields, z.string()),
  problems: z.partialRecord(fields, z.string()),
})

export type ReturnedContact = z.infer<typeof returnedContact>
