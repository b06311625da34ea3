// The page for data requests as its pages, its receiver and its tables all know it. It stands here so that components may read it too.

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
