import {defineQuery} from 'groq'

/**
 * What must be known before first content is brought in, in the raw perspective: which of the documents are there as
 * draft or published, which of their paths other documents have, and which documents were brought in before.
 * Parameters: `$ids`, `$paths`, `$record`.
 */
export const SEED_STATE_QUERY = defineQuery(`{
  "present": *[_id in $ids || (_id in path("drafts.*") && string::split(_id, "drafts.")[1] in $ids)]._id,
  "takenPaths": *[_type == "page" && path in $paths].path,
  "broughtIn": coalesce(*[_id == $record][0].ids, [])
}`)
