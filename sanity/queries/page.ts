import {defineQuery} from 'groq'
import {blocksQuery} from './blocks.ts'

/** One page by its path; `null` when there is none in the perspective that is read. Parameter: `$path`. */
export const PAGE_QUERY = defineQuery(`
  *[_type == "page" && path == $path][0]{
    _id,
    _type,
    _updatedAt,
    title,
    path,
    "seo": {
      "title": seo.title,
      "description": seo.description,
      "picture": seo.picture{alt, asset, hotspot, crop},
      "hidden": coalesce(seo.hidden, false)
    },
    "blocks": coalesce(blocks[]{${blocksQuery}}, [])
  }
`)
