import {z} from 'zod'
import {CONTACT_FIELDS} from './contact-fields.ts'

const fields = z.enum(CONTACT_FIELDS)

const returnedForm = z.object({
  /** Why the form is shown again. */
  notice: z.enum(['problems', 'limited', 'unavailable']),
  typed: z.record(fields, z.string()),
  problems: z.partialRecord(fields, z.string()),
})

/** A form that goes back to its sender, with what they typed. */
export type ReturnedForm = z.infer<typeof returnedForm>

/** The header that carries a returned form from the proxy to the page that shows it. It never leaves the process. */
export const RETURNED_FORM_HEADER = 'x-returned-form'

/** A returned form as the value of a header, which can hold no line break and no letter beyond Latin. */
export function encodeReturnedForm(form: ReturnedForm): string {
  return Buffer.from(JSON.stringify(form), 'utf8').toString('base64url')
}

/** Reads a returned form; nothing when the value is none, such as one that a visitor made up. */
export function decodeReturnedForm(value: string | null): ReturnedForm | undefined {
  if (value === null) return undefined
  try {
    return returnedForm.parse(JSON.parse(Buffer.from(value, 'base64url').toString('utf8')))
  } catch {
    return undefined
  }
}
