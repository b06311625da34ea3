import {defineQuery} from 'groq'

/** How many documents of the site's own types there are; in the raw perspective drafts count too. */
export const CONTENT_COUNT_QUERY = defineQuery(`count(*[_type in ["plan", "policy", "siteSettings"]])`)
