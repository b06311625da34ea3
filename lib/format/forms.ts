// The forms of visitors as their pages, their receivers and their tables know them. They stand here so that components may read them.

// --- The contact form

/** Where the form is read and where it is sent. */
export const CONTACT_PATH = '/contact'

/** The fields that a visitor fills in, in the order of the form. Privacy policy §1 names them; there are no others. */
export const CONTACT_FIELDS = ['name', 'email', 'business_name', 'subject', 'message'] as const

export type ContactField = (typeof CONTACT_FIELDS)[number]

/** What was typed, as it came. */
export type TypedContact = Record<ContactField, string>

/** What is wrong with each field, in words for the visitor. */
export type ContactProblems = Partial<Record<ContactField, string>>

export const EMPTY_CONTACT: TypedContact = {name: '', email: '', business_name: '', subject: '', message: ''}

export const MAX_CONTACT_CHARACTERS = {
  name: 100,
  email: 254, // RFC 5321 §4.5.3.1.3, a path without its brackets
  business_name: 150,
  subject: 40,
  message: 4_000,
} as const satisfies Record<ContactField, number>

/** A field that people do not see. Programs that fill in every field of a form fill it in, and are known by that. */
export const DECOY_FIELD = 'website'

/** What a message can be about. The words are what the visitor chooses from. */
export const CONTACT_SUBJECTS = {
  question: 'A question',
  order: 'My order or my assistant',
  data_access: 'See the information held about me',
  data_correction: 'Correct information about me',
  data_deletion: 'Delete information about me',
  data_child: 'Information about a child',
} as const

export type ContactSubject = keyof typeof CONTACT_SUBJECTS

/** The subjects by which people use a right that the privacy policy (§6 and §7) gives them. */
export const DATA_REQUESTS = [
  'data_access',
  'data_correction',
  'data_deletion',
  'data_child',
] as const satisfies readonly ContactSubject[]

export function isContactSubject(value: string): value is ContactSubject {
  return Object.hasOwn(CONTACT_SUBJECTS, value)
}

export function isDataRequest(subject: ContactSubject): boolean {
  return DATA_REQUESTS.some((request) => request === subject)
}

// --- The form for data requests

/** Where requests are made, and where their links lead. */
export const REQUESTS_PATH = '/privacy/requests'

/** Where what is shown can be taken away as a file. */
export const DOWNLOAD_PATH = '/api/privacy/download'

export const PRIVACY_REQUEST_KINDS = ['access', 'correction', 'deletion', 'child'] as const
export type PrivacyRequestKind = (typeof PRIVACY_REQUEST_KINDS)[number]

/** What a person asks for, in their own words. */
export const REQUEST_WORDS: Readonly<Record<PrivacyRequestKind, string>> = {
  access: 'See the information held about me',
  correction: 'Correct information about me',
  deletion: 'Delete information about me',
  child: 'Delete information about a child',
}

/** What a person can correct, in the order of the form. */
export const CORRECTABLE = {
  name: {label: 'Your name', max: 100},
  businessName: {label: 'Business name', max: 150},
  email: {label: 'E-mail', max: 254}, // RFC 5321 §4.5.3.1.3, a path without its brackets
  phone: {label: 'Phone', max: 20}, // What Stripe takes
} as const

export type CorrectableField = keyof typeof CORRECTABLE
export const CORRECTABLE_FIELDS = [
  'name',
  'businessName',
  'email',
  'phone',
] as const satisfies CorrectableField[]

/** Most characters that a parent may write. */
export const MAX_WORDS_CHARACTERS = 2_000
