import type {PolicySection} from './sections.ts'

/**
 * The section that tells how to reach the business: the last one whose heading speaks of contact, since a policy
 * speaks of "contact information" before it ends with "Contact us"; nothing when there is none.
 */
export function contactSection(sections: readonly PolicySection[]): PolicySection | undefined {
  return sections.findLast(({text}) => /\bcontact\b/i.test(text))
}
