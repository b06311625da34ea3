import {defineQuery} from 'groq'

/** One plan by its slug; `null` when there is none in the perspective that is read. Parameter: `$slug`. */
export const PLAN_QUERY = defineQuery(`
  *[_type == "plan" && slug.current == $slug][0]{
    _id,
    _type,
    name,
    "slug": slug.current,
    summary,
    "features": coalesce(features, []),
    "nextSteps": coalesce(nextSteps, []),
    badge,
    lookupKey
  }
`)
