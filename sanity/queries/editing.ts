import {defineQuery} from 'groq'
import {standsAtPath, versionFacts} from './fragments.ts'

/**
 * What has a path already, published or not, beside the document `$id` itself, when read in the raw perspective.
 * Parameters: `$path`; `$id`, the published id of the document that is to have the path.
 */
// A redirect to this very document ends by itself when the document comes back to where the redirect starts.
export const ADDRESS_HOLDER_QUERY = defineQuery(`*[
  (${standsAtPath} || (_type == "redirect" && path == $path && document._ref != $id))
  && !(_id in [$id, "drafts." + $id]) && !sanity::versionOf($id)
][0]{_type, "title": coalesce(title, name, "a document without a title")}`)

/** Ids of every policy with a slug, drafts included, when read in the raw perspective. Parameter: `$slug`. */
export const POLICY_IDS_QUERY = defineQuery(`*[_type == "policy" && slug.current == $slug]._id`)

/** Policies by their ids. Parameter: `$ids`. */
export const POLICIES_QUERY = defineQuery(`*[_type == "policy" && _id in $ids]`)

/**
 * What publishing a policy's text must know: its versions so far, the text of the newest one, and where the business keeps
 * its clock. Parameter: `$policyId`.
 */
export const PUBLISHING_QUERY = defineQuery(`{
  "versions": *[_type == "policyVersion" && policyId == $policyId]{${versionFacts}, contactEmail, body},
  "timeZone": *[_id == "siteSettings"][0].timeZone
}`)

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

/** Every path at which the site shows a document or leads to another address, when read in the published perspective. */
export const SERVED_PATHS_QUERY = defineQuery(`array::compact(
  *[_type in ["page", "redirect"]].path + *[_type == "policy"]{"path": "/" + slug.current}.path
  + *[_type == "plan"]{"path": "/checkout/" + slug.current}.path
)`)
