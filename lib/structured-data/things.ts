import {type JsonLd, type JsonLdSite, organizationId} from '../format/json-ld.ts'

/** @see https://developers.google.com/search/docs/appearance/structured-data/organization */
export const organization = ({url, name, description}: JsonLdSite): JsonLd => ({
  '@type': 'Organization',
  '@id': organizationId(url),
  name,
  url,
  description,
  logo: `${url}/icon-512.png`,
})

/** @see https://developers.google.com/search/docs/appearance/site-names */
export const website = ({url, name}: JsonLdSite): JsonLd => ({
  '@type': 'WebSite',
  '@id': `${url}/#website`,
  name,
  url: `${url}/`,
  publisher: {'@id': organizationId(url)},
})

/**
 * The way from the front page to this one.
 *
 * @see https://developers.google.com/search/docs/appearance/structured-data/breadcrumb
 */
export const breadcrumbs = (steps: readonly {name: string; url: string}[]): JsonLd => ({
  '@type': 'BreadcrumbList',
  itemListElement: steps.map(({name, url}, index) => ({
    '@type': 'ListItem',
    position: index + 1,
    name,
    item: url,
  })),
})
