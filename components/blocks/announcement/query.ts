import {siteLink} from '#sanity/queries/fragments/site-link.ts'

/** What an announcement shows. */
export const announcementQuery = /* groq */ `text, link{${siteLink}}`
