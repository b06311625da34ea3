/** One entity as schema.org describes it. */
export type JsonLd = {'@type': string} & Record<string, unknown>

/** The site as JSON-LD speaks of it. */
export type JsonLdSite = {
  /** Without a slash at the end. */
  url: string
  name: string
  description?: string | undefined
}

/** The `@id` by which other entities name the business. */
export const organizationId = (siteUrl: string): string => `${siteUrl}/#organization`

/** @see https://developers.google.com/search/docs/appearance/structured-data/organization */
export const organizationJsonLd = ({url, name, description}: JsonLdSite): JsonLd => ({
  '@type': 'Organization',
  '@id': organizationId(url),
  name,
  url,
  description,
  logo: `${url}/icon-512.png`,
})

/** @see https://developers.google.com/search/docs/appearance/site-names */
export const websiteJsonLd = ({url, name}: JsonLdSite): JsonLd => ({
  '@type': 'WebSite',
  '@id': `${url}/#website`,
  name,
  url: `${url}/`,
  publisher: {'@id': organizationId(url)},
})

/**
 * The way from the front page to a page or policy: the front page, and the page itself.
 *
 * @see https://developers.google.com/search/docs/appearance/structured-data/breadcrumb
 */
export const breadcrumbJsonLd = (site: JsonLdSite, path: string, name: string): JsonLd => ({
  '@type': 'BreadcrumbList',
  itemListElement: [
    {'@type': 'ListItem', position: 1, name: site.name, item: `${site.url}/`},
    {'@type': 'ListItem', position: 2, name, item: `${site.url}${path}`},
  ],
})
