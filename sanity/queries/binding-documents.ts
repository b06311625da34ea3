import {defineQuery} from 'groq'

/** The texts that a purchase is made under, each with the revision that is in force. */
export const BINDING_DOCUMENTS_QUERY = defineQuery(`
  *[_type == "policy" && slug.current in ["terms", "privacy"]]{_id, _rev, title, "slug": slug.current}
`)
