/** What the Studio holds of the privacy policy besides the text of `privacy-policy.md`. */
export const privacyPolicyFields = {
  summary:
    'How PlumbPerfect Leads collects, uses, shares and protects the information of its business clients.',
  editorNote:
    'Section 6 asks people to write to "the email address below", but section 9 gives only the contact page. Fill in "Contact e-mail" and the address is shown under section 9, or change the wording of section 6.',
}
