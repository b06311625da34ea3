/** What the Studio holds of the terms besides the text of `terms-of-service.md`. */
export const termsOfServiceFields = {
  summary:
    'What a plumbing business buys from PlumbPerfect Leads, what it costs, and what each side owes the other.',
  editorNote:
    'Awaiting the owner’s approval. This text was drafted from what is known of the business; have it read before relying on it. Section 7 (governing law) must be filled in: name the state whose law applies, and where disputes are heard.',
}
