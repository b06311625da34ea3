import {stegaClean} from '@sanity/client/stega'
import {z} from 'zod'
import {picture} from '#lib/images/picture.ts'
import {SITE_SETTINGS_QUERY} from '#sanity/queries/site.ts'
import {ADDRESSES_TAG, contentTag} from './changes.ts'
import {fetchContent, oncePerPage} from './client.ts'

const NAME = 'PlumbPerfect Leads'

const text = z
  .string()
  .nullable()
  .transform((value) => value ?? undefined)

const link = z.object({
  _key: z.string(),
  label: text,
  href: text.transform((href) => stegaClean(href)),
})

// A link without words or without an address, such as one to a policy that was unpublished, leaves no hole.
const links = z
  .array(link)
  .transform((entries) =>
    entries.flatMap(({_key, label, href}) => (label && href ? [{key: _key, label, href}] : [])),
  )

const column = z.object({_key: z.string(), title: text, links})

const siteSettings = z.object({
  name: text.transform((name) => name ?? NAME),
  description: text,
  // Without an image, or with one that browsers cannot show, links are shared without a picture.
  shareImage: picture.optional().catch(undefined),
  contactEmail: text
    .transform((email) => stegaClean(email))
    .pipe(z.email().optional())
    .catch(undefined),
  announcement: z
    .object({text, link: z.object({label: z.string().nullable(), href: z.string().nullable()}).nullable()})
    .nullable()
    .transform((found) => (found?.text ? {text: found.text, link: found.link} : undefined)),
  navigation: links,
  footerColumns: z
    .array(column)
    .transform((columns) => columns.map(({_key, title, links}) => ({key: _key, title, links}))),
  footerNote: text,
  /** Shown once a message of the contact form was sent. */
  sentTitle: text,
  sentText: text,
})

export type SiteSettings = z.infer<typeof siteSettings>

/** What stands on every page until the settings are published. */
const DEFAULTS: SiteSettings = {
  name: NAME,
  description: undefined,
  shareImage: undefined,
  contactEmail: undefined,
  announcement: undefined,
  navigation: [{key: 'contact', label: 'Contact', href: '/contact'}],
  footerColumns: [],
  footerNote: undefined,
  sentTitle: undefined,
  sentText: undefined,
}

/** What every page shares: name, menu, footer and how to reach the business. */
export const getSiteSettings = oncePerPage(async ({stega}): Promise<SiteSettings> => {
  const found = await fetchContent({
    query: SITE_SETTINGS_QUERY,
    tags: [contentTag('siteSettings'), ADDRESSES_TAG],
    stega,
  })
  return found === null ? DEFAULTS : siteSettings.parse(found)
})
