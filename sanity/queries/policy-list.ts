import {defineQuery} from 'groq'

/** What a list of all policies shows of each, in alphabetical order. */
export const POLICY_LIST_QUERY = defineQuery(`
  *[_type == "policy" && defined(slug.current)]{
    _id,
    title,
    "slug": slug.current,
    summary,
    lastUpdated,
    _updatedAt
  } | order(title asc)
`)
