import {z} from 'zod'
import {containsCardNumber} from '../format/card-number.ts'
import {
  CONTACT_FIELDS,
  type ContactField,
  type ContactProblems,
  type ContactSubject,
  DECOY_FIELD,
  EMPTY_CONTACT,
  isContactSubject,
  MAX_CONTACT_CHARACTERS,
  type TypedContact,
} from '../format/contact-fields.ts'
import {oneLine, severalLines} from '../format/text.ts'

/** The contact form as a browser sent it. */
export type ContactForm = {
  typed: TypedContact
  /** Whether the field that people do not see came back filled. */
  isDecoyFilled: boolean
}

/** A message that may be kept. */
export type ContactMessage = {
  name: string
  email: string
  businessName: string
  subject: ContactSubject
  message: string
}

export type CheckedContact = {ok: true; message: ContactMessage} | {ok: false; problems: ContactProblems}

const MISSING: Record<ContactField, string | undefined> = {
  name: 'Please write your name.',
  email: 'Please write your e-mail address, so that we can answer.',
  business_name: undefined,
  subject: 'Please choose what it is about.',
  message: 'Please write your message.',
}

/** Reads a sent form (`application/x-www-form-urlencoded`). A field that is missing is empty; unknown ones are left out. */
export function readTyped(body: string): ContactForm {
  const sent = new URLSearchParams(body)
  const typed = {...EMPTY_CONTACT}
  for (const field of CONTACT_FIELDS) typed[field] = sent.get(field) ?? ''
  return {typed, isDecoyFilled: Boolean(sent.get(DECOY_FIELD)?.trim())}
}

/** Checks what was typed, field by field. */
export function checkContact(typed: TypedContact): CheckedContact {
  const values = {
    name: oneLine(typed.name),
    email: typed.email.trim(),
    business_name: oneLine(typed.business_name),
    subject: typed.subject,
    message: severalLines(typed.message),
  }
  const problems: ContactProblems = {}
  for (const field of CONTACT_FIELDS) {
    const problem = findProblem(field, values[field])
    if (problem !== undefined) problems[field] = problem
  }
  const {subject, business_name: businessName, ...rest} = values
  if (Object.keys(problems).length > 0 || !isContactSubject(subject)) return {ok: false, problems}
  return {ok: true, message: {...rest, businessName, subject}}
}

function findProblem(field: ContactField, value: string): string | undefined {
  if (value === '') return MISSING[field]
  if (containsCardNumber(value))
    return 'This looks like a card number. Please take it out: we never need one, and must not keep it.'
  const max = MAX_CONTACT_CHARACTERS[field]
  if (value.length > max)
    return `Please use at most ${max.toLocaleString('en-US')} characters. These are ${value.length.toLocaleString('en-US')}.`
  if (field === 'email' && !z.email().safeParse(value).success)
    return 'Please write a whole e-mail address, such as ann@example.com.'
  if (field === 'subject' && !isContactSubject(value)) return MISSING.subject
  return undefined
}

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
