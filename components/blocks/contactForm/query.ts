/** What stands around the contact form. */
export const contactFormQuery = /* groq */ `title, intro, action`
