import {IDS} from './write.ts'

/** The policies of a new site, each with what the Studio holds besides the text of its file. */
export const policySeeds = [
  {
    id: IDS.privacy,
    slug: 'privacy',
    file: 'privacy-policy.md',
    fields: {
      summary:
        'How PlumbPerfect Leads collects, uses, shares and protects the information of its business clients.',
      editorNote:
        'Section 6 asks people to write to "the email address below", but section 9 gives only the contact page. Fill in "Contact e-mail" and the address is shown under section 9, or change the wording of section 6.',
    },
  },
  {
    id: IDS.terms,
    slug: 'terms',
    file: 'terms-of-service.md',
    fields: {
      summary:
        'What a plumbing business buys from PlumbPerfect Leads, what it costs, and what each side owes the other.',
      editorNote:
        'Awaiting the owner’s approval. This text was drafted from what is known of the business; have it read before relying on it. Section 7 (governing law) must be filled in: name the state whose law applies, and where disputes are heard.',
    },
  },
]
