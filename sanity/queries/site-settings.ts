import {defineQuery} from 'groq'

const link = /* groq */ `
  _key,
  label,
  "href": select(kind == "address" => href, "/" + document->slug.current)
`

/**
 * What every page shares; `null` until the settings are published.
 *
 * `href` is `null` where a link's document is missing or has no address. The addresses come from the documents
 * that links lead to, so a change of a policy's slug changes this result too.
 */
export const SITE_SETTINGS_QUERY = defineQuery(`
  *[_type == "siteSettings" && _id == "siteSettings"][0]{
    _id,
    _type,
    name,
    description,
    shareImage{alt, asset, hotspot, crop},
    contactEmail,
    "navigation": coalesce(navigation[]{${link}}, []),
    "footerColumns": coalesce(footerColumns[]{_key, title, "links": coalesce(links[]{${link}}, [])}, []),
    footerNote
  }
`)
