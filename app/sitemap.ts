import type {MetadataRoute} from 'next'
import {listDocuments} from '#lib/content/documents.ts'
import {env} from '#lib/env.ts'
import {escapeHtml} from '#lib/format/text.ts'

// The address is that of the running server, which a build need not know; the lists themselves come from the cache.
export const dynamic = 'force-dynamic'

/** Every page that search engines may know, by its canonical address. */
export default async function sitemap(): Promise<MetadataRoute.Sitemap> {
  const {pages, policies} = await listDocuments()
  return [...pages, ...policies].map(({path, updatedAt}) => ({
    // Next writes it into XML as it is.
    url: escapeHtml(`${env().SITE_URL}${path}`),
    lastModified: updatedAt,
  }))
}
