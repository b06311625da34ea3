import {defineQuery} from 'groq'
import {announcementQuery} from '#components/blocks/announcement/query.ts'
import {siteLink} from './fragments/site-link.ts'

/**
 * What every page shares; `null` until the settings are published.
 *
 * `href` is `null` where a link's document is missing or has no address. The addresses come from the documents
 * that links lead to, so a document that moves changes this result too.
 */
export const SITE_SETTINGS_QUERY = defineQuery(`
  *[_type == "siteSettings" && _id == "siteSettings"][0]{
    _id,
    _type,
    name,
    description,
    shareImage{alt, asset, hotspot, crop},
    contactEmail,
    announcement{${announcementQuery}},
    "navigation": coalesce(navigation[]{${siteLink}}, []),
    "footerColumns": coalesce(footerColumns[]{_key, title, "links": coalesce(links[]{${siteLink}}, [])}, []),
    footerNote,
    sentTitle,
    sentText
  }
`)
