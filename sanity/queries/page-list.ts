import {defineQuery} from 'groq'

/** What lists of all pages that search engines may know show of each, by their paths. */
export const PAGE_LIST_QUERY = defineQuery(`
  *[_type == "page" && defined(path) && seo.hidden != true]{
    _id,
    title,
    path,
    "description": seo.description,
    _updatedAt
  } | order(path asc)
`)
