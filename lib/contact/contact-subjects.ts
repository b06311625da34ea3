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

/** The subjects by which somebody uses a right that the privacy policy (§6 and §7) gives them. */
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
