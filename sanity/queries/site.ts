import {defineQuery} from 'groq'
import {announcementQuery} from '#components/blocks/announcement/query.ts'
import {blocksQuery} from './blocks.ts'
import {contentTypes, formattedText, href, siteLink, versionFacts, versionText} from './fragments.ts'

/**
 * The page or the policy at an address; `null` when there is neither in the perspective that is read. One query, since
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

/**
 * The published pages that are shown on some days only, and where the business keeps its clock: beside each other, since the
 * settings themselves link to pages.
 */
export const PAGE_DAYS_QUERY = defineQuery(`{
  "timeZone": *[_id == "siteSettings"][0].timeZone,
  "pages": *[_type == "page" && (defined(firstDay) || defined(lastDay))]{_id, _rev, path, firstDay, lastDay}
}`)

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

/** What a list of all policies shows of each, in alphabetical order. */
export const POLICY_LIST_QUERY = defineQuery(`
  *[_type == "policy" && defined(slug.current)]{
    _id,
    title,
    "slug": slug.current,
    summary,
    lastUpdated,
    _updatedAt
  } | order(title asc)
`)

/** The texts that a purchase is made under, as they were published last. */
export const BINDING_DOCUMENTS_QUERY = defineQuery(`
  *[_type == "policy" && slug.current in ["terms", "privacy"]]{
    _id, _rev, title, "slug": slug.current, contactEmail, body
  }
`)

/** Every version of every policy without its text, and where the policies stand now. */
export const VERSION_LIST_QUERY = defineQuery(`{
  "policies": *[_type == "policy" && defined(slug.current)]{_id, title, "slug": slug.current},
  "versions": *[_type == "policyVersion"]{${versionFacts}} | order(policyId asc, number desc)
}`)

/** One version with its text, by its id; `null` when there is none. Parameter: `$id`. */
export const VERSION_QUERY = defineQuery(`
  *[_type == "policyVersion" && _id == $id][0]{${versionFacts}, contactEmail, body[]{${versionText}}}
`)

/** One plan by its slug; `null` when there is none in the perspective that is read. Parameter: `$slug`. */
export const PLAN_QUERY = defineQuery(`
  *[_type == "plan" && slug.current == $slug][0]{
    _id,
    _type,
    name,
    "slug": slug.current,
    summary,
    "features": coalesce(features, []),
    "nextSteps": coalesce(nextSteps, []),
    badge,
    lookupKey
  }
`)

/** Where each plan stands and which price it names. */
export const PLANS_ON_SALE_QUERY = defineQuery(`
  *[_type == "plan" && defined(slug.current)] | order(_id asc){_id, _type, _rev, "slug": slug.current, lookupKey}
`)

/** Whom information may be shared with, in the order that editors gave them. */
export const PROVIDERS_QUERY = defineQuery(`
  *[_type == "provider"] | order(coalesce(order, 1000) asc, name asc, _id asc){
    _id,
    _type,
    _rev,
    service,
    name,
    purpose,
    data,
    place,
    url
  }
`)

/** Every redirect, with the address it leads to as of now; `href` is `null` where its document is missing. */
export const REDIRECTS_QUERY = defineQuery(`
  *[_type == "redirect" && defined(path)]{_id, _rev, path, "permanent": coalesce(permanent, true), ${href}} | order(path asc)
`)

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
    calendarAddress,
    phone,
    address,
    announcement{${announcementQuery}},
    announcementFrom,
    announcementUntil,
    "navigation": coalesce(navigation[]{${siteLink}}, []),
    "footerColumns": coalesce(footerColumns[]{_key, title, "links": coalesce(links[]{${siteLink}}, [])}, []),
    footerNote,
    copyrightHolder,
    copyrightYear,
    measurementId,
    sentTitle,
    sentText,
    timeZone
  }
`)

/** Id and revision of every document that pages are made of, to find what changed while no webhook arrived. */
export const REVISIONS_QUERY = defineQuery(`
  *[_type in ${contentTypes}]{
    _id, _rev, _type, path, "slug": slug.current, firstDay, lastDay,
    "days": [effectiveOn, announcementFrom, announcementUntil]
  } | order(_id asc)
`)

/** Every published policy and every version, whole, to compare them with each other and with their seals. */
export const POLICY_RECORDS_QUERY = defineQuery(`{
  "policies": *[_type == "policy"],
  "versions": *[_type == "policyVersion"]{..., "slug": slug.current}
}`)
