import {defineQuery} from 'groq'

/** Ids of every policy with a slug, drafts included, when read in the raw perspective. Parameter: `$slug`. */
export const POLICY_IDS_QUERY = defineQuery(`*[_type == "policy" && slug.current == $slug]._id`)

/** Policies by their ids. Parameter: `$ids`. */
export const POLICIES_QUERY = defineQuery(`*[_type == "policy" && _id in $ids]`)
