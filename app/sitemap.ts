import type {MetadataRoute} from 'next'
import {getPages} from '#lib/content/pages.ts'
import {getPolicies} from '#lib/content/policies.ts'
import {env} from '#lib/env.ts'

// The address is that of the running server, which a build need not know; the lists themselves come from the cache.
export const dynamic = 'force-dynamic'

/** Every page that search engines may know, by its canonical address. */
export default async function sitemap(): Promise<MetadataRoute.Sitemap> {
  const {SITE_URL} = env()
  const [pages, policies] = await Promise.all([getPages(), getPolicies()])
  return [
    ...pages.map(({path, _updatedAt}) => ({url: `${SITE_URL}${path}`, lastModified: _updatedAt})),
    ...policies.map(({slug, _updatedAt}) => ({url: `${SITE_URL}/${slug}`, lastModified: _updatedAt})),
  ]
}
