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
} from '../format/forms.ts'
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

/** Reads the values of a sent form. A field that is missing is empty; unknown ones are left out. */
export function readTyped(sent: Readonly<Record<string, string>>): ContactForm {
  const typed = {...EMPTY_CONTACT}
  for (const field of CONTACT_FIELDS) typed[field] = sent[field] ?? ''
  return {typed, isDecoyFilled: Boolean(sent[DECOY_FIELD]?.trim())}
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
