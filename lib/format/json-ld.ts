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
