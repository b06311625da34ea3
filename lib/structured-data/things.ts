/** A thing as schema.org describes it. */
export type Thing = {'@type': string} & Record<string, unknown>

type Site = {
  /** Without a slash at the end. */
  url: string
  name: string
  description?: string | undefined
}

const organizationId = (url: string) => `${url}/#organization`

/** @see https://developers.google.com/search/docs/appearance/structured-data/organization */
export const organization = ({url, name, description}: Site): Thing => ({
  '@type': 'Organization',
  '@id': organizationId(url),
  name,
  url,
  description,
  logo: `${url}/icon-512.png`,
})

/** @see https://developers.google.com/search/docs/appearance/site-names */
export const website = ({url, name}: Site): Thing => ({
  '@type': 'WebSite',
  '@id': `${url}/#website`,
  name,
  url: `${url}/`,
  publisher: {'@id': organizationId(url)},
})

type Sold = {
  name: string
  description?: string | undefined
  /** Where it is bought. */
  url: string
  /** Cents. */
  amount: number
  /** Three lower-case letters. */
  currency: string
}

/** @see https://developers.google.com/search/docs/appearance/structured-data/product-snippet */
export const product = (site: Site, {name, description, url, amount, currency}: Sold): Thing => ({
  '@type': 'Product',
  name,
  description,
  image: `${site.url}/icon-512.png`,
  brand: {'@type': 'Brand', name: site.name},
  offers: {
    '@type': 'Offer',
    url,
    price: (amount / 100).toFixed(2),
    priceCurrency: currency.toUpperCase(),
    availability: 'https://schema.org/InStock',
    seller: {'@id': organizationId(site.url)},
  },
})

/** @see https://developers.google.com/search/docs/appearance/structured-data/faqpage */
export const faqPage = (questions: readonly {question: string; answer: string}[]): Thing => ({
  '@type': 'FAQPage',
  mainEntity: questions.map(({question, answer}) => ({
    '@type': 'Question',
    name: question,
    acceptedAnswer: {'@type': 'Answer', text: answer},
  })),
})

/**
 * The way from the front page to this one.
 *
 * @see https://developers.google.com/search/docs/appearance/structured-data/breadcrumb
 */
export const breadcrumbs = (steps: readonly {name: string; url: string}[]): Thing => ({
  '@type': 'BreadcrumbList',
  itemListElement: steps.map(({name, url}, index) => ({
    '@type': 'ListItem',
    position: index + 1,
    name,
    item: url,
  })),
})
