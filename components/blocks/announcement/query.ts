import {siteLink} from '#sanity/queries/fragments.ts'

/** What an announcement shows. */
export const announcementQuery = /* groq */ `text, link{${siteLink}}`
