import {siteLink} from '#sanity/queries/fragments.ts'

/** What a call to action shows. */
export const callToActionQuery = /* groq */ `title, text, action{${siteLink}}`
