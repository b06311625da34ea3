import {defineQuery} from 'groq'
import {blocksQuery} from './blocks.ts'
import {formattedText} from './fragments/formatted-text.ts'

/**
 * The page or the policy at an address; `null` when there is neither in the perspective that is read. One question, since
 * an address does not say which of the two stands there. Parameters: `$path`, and `$slug`, empty where no policy can be.
 */
export const DOCUMENT_QUERY = defineQuery(`
  coalesce(
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
    },
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
  )
`)
