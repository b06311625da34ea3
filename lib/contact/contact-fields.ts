/** Where the form is read and where it is sent. */
export const CONTACT_PATH = '/contact'

/** The fields that a visitor fills in, in the order of the form. Privacy policy §1 names them; there are no others. */
export const CONTACT_FIELDS = ['name', 'email', 'business_name', 'subject', 'message'] as const

export type ContactField = (typeof CONTACT_FIELDS)[number]

/** What somebody typed, as it came. */
export type TypedContact = Record<ContactField, string>

/** What is wrong with each field, in words for the visitor. */
export type ContactProblems = Partial<Record<ContactField, string>>

/** Most characters of each field. */
export const CONTACT_LIMITS = {
  name: 100,
  email: 254, // RFC 5321 §4.5.3.1.3, a path without its brackets
  business_name: 150,
  subject: 40,
  message: 4_000,
} as const satisfies Record<ContactField, number>

/** A field that people do not see. Programs that fill in forms do, and give themselves away. */
export const DECOY_FIELD = 'website'

export const EMPTY_CONTACT: TypedContact = {name: '', email: '', business_name: '', subject: '', message: ''}
