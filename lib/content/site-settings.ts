import {stegaClean} from '@sanity/client/stega'
import {z} from 'zod'
import {dayIn, USUAL_TIME_ZONE} from '#lib/format/dates.ts'
import {picture} from '#lib/images/picture.ts'
import {SITE_SETTINGS_QUERY} from '#sanity/queries/site.ts'
import {ADDRESSES_TAG, contentTag} from './changes.ts'
import {fetchContent, oncePerPage} from './client.ts'
import {day, timeZone} from './page-days.ts'
import {aboutDocument, exact, listOf, orNull, readRepaired, words, wordsOrNull} from './repair.ts'

const NAME = 'PlumbPerfect Leads'

const address = words.transform((href) => stegaClean(href))

/** https://support.google.com/analytics/answer/12270356 */
const MEASUREMENT_ID = /^G-[A-Z0-9]{4,16}$/

const link = z.object({_key: z.string(), label: words, href: address})

// A link without words or without an address, such as one to a policy that was unpublished, leaves no hole.
const links = listOf(link).transform((entries) =>
  entries.flatMap(({_key, label, href}) => (label && href ? [{key: _key, label, href}] : [])),
)

const column = z.object({_key: z.string(), title: words, links})

const email = exact
  .pipe(z.email())
  .nullish()
  .transform((found) => found ?? undefined)

const siteSettings = z.object({
  name: words.transform((name) => name ?? NAME),
  description: words,
  // Without an image, or with one that browsers cannot show, links are shared without a picture.
  shareImage: picture.optional().catch(undefined),
  contactEmail: email,
  /** What clients share their calendar with. */
  calendarAddress: email,
  phone: words,
  address: words,
  announcement: z
    .object({text: words, link: orNull(z.object({label: wordsOrNull, href: orNull(exact)}))})
    .nullish()
    .transform((found) => (found?.text ? {text: found.text, link: found.link} : undefined)),
  announcementFrom: day,
  announcementUntil: day,
  navigation: links,
  footerColumns: listOf(column).transform((columns) =>
    columns.map(({_key, title, links}) => ({key: _key, title, links})),
  ),
  footerNote: words,
  copyrightHolder: words,
  copyrightYear: orNull(z.number().int()),
  /** Of Google Analytics. One that is none is left out: nothing is loaded then. */
  measurementId: exact
    .pipe(z.string().regex(MEASUREMENT_ID))
    .nullish()
    .transform((id) => id ?? undefined),
  /** Shown once a message of the contact form was sent. */
  sentTitle: words,
  sentText: words,
  timeZone,
})

export type SiteSettings = Omit<z.infer<typeof siteSettings>, 'announcementFrom' | 'announcementUntil'>

/** What stands on every page until the settings are published. */
const DEFAULTS: SiteSettings = {
  name: NAME,
  description: undefined,
  shareImage: undefined,
  contactEmail: undefined,
  calendarAddress: undefined,
  phone: undefined,
  address: undefined,
  announcement: undefined,
  navigation: [{key: 'contact', label: 'Contact', href: '/contact'}],
  footerColumns: [],
  footerNote: undefined,
  copyrightHolder: undefined,
  copyrightYear: null,
  measurementId: undefined,
  sentTitle: undefined,
  sentText: undefined,
  timeZone: USUAL_TIME_ZONE,
}

/** What every page shares: name, menu, footer and how to reach the business. */
export const getSiteSettings = oncePerPage(async ({stega, publishedOnly}): Promise<SiteSettings> => {
  const found = await fetchContent({
    query: SITE_SETTINGS_QUERY,
    tags: [contentTag('siteSettings'), ADDRESSES_TAG],
    stega,
    publishedOnly,
  })
  // An editor who looks at drafts sees the announcement before its day.
  return readSiteSettings(found, stega ? undefined : new Date())
})

/**
 * Reads the settings as the Content Lake has them.
 *
 * @param now leaves out an announcement whose day has not come, or is over, where the business is
 */
export function readSiteSettings(found: unknown, now?: Date): SiteSettings {
  const read = found === null ? undefined : readRepaired(siteSettings, found, aboutDocument(found))
  if (read === undefined) return DEFAULTS
  const {announcementFrom: from, announcementUntil: until, ...settings} = read
  const today = now && dayIn(settings.timeZone, now)
  const isShown = today === undefined || (!(from && today < from) && !(until && today >= until))
  return isShown ? settings : {...settings, announcement: undefined}
}

/** ISO date of a moment where the business is. */
export async function businessDay(now = new Date()): Promise<string> {
  const {timeZone} = await getSiteSettings({publishedOnly: true})
  return dayIn(timeZone, now)
}
