import {defineQuery} from 'groq'

/**
 * What has a path already, published or not, beside the document `$id` itself, when read in the raw perspective.
 * Parameters: `$path`; `$id`, the published id of whoever wants the path.
 */
// A redirect to this very document ends by itself when the document comes back to where the redirect starts.
export const ADDRESS_HOLDER_QUERY = defineQuery(`*[
  (
    (_type == "page" && path == $path) || (_type == "policy" && "/" + slug.current == $path)
    || (_type == "plan" && "/checkout/" + slug.current == $path) || (_type == "redirect" && path == $path && document._ref != $id)
  ) && !(_id in [$id, "drafts." + $id]) && !sanity::versionOf($id)
][0]{_type, "title": coalesce(title, name, "a document without a title")}`)
