import {CONTACT_FIELDS, DECOY_FIELD, EMPTY_CONTACT, type TypedContact} from './contact-fields.ts'

export type ContactForm = {
  typed: TypedContact
  /** Whether the field that people do not see came back filled. */
  isDecoyFilled: boolean
}

/** Reads a sent form (`application/x-www-form-urlencoded`). A field that is missing is empty; unknown ones are left out. */
export function readTyped(body: string): ContactForm {
  const sent = new URLSearchParams(body)
  const typed = {...EMPTY_CONTACT}
  for (const field of CONTACT_FIELDS) typed[field] = sent.get(field) ?? ''
  return {typed, isDecoyFilled: Boolean(sent.get(DECOY_FIELD)?.trim())}
}
