import {defineQuery} from 'groq'

/** Id and revision of every document that pages are made of, to find what changed without anyone being told. */
export const REVISIONS_QUERY = defineQuery(`
  *[_type in ["page", "plan", "policy", "redirect", "siteSettings"]]{_id, _rev, _type, "slug": coalesce(path, slug.current)} | order(_id asc)
`)
