import {defineQuery} from 'groq'
import {formattedText} from './fragments/formatted-text.ts'

/** One policy by its slug; `null` when there is none in the perspective that is read. Parameter: `$slug`. */
export const POLICY_QUERY = defineQuery(`
  *[_type == "policy" && slug.current == $slug][0]{
    _id,
    _type,
    _updatedAt,
    title,
    "slug": slug.current,
    summary,
    lastUpdated,
    contactEmail,
    body[]{${formattedText}}
  }
`)
