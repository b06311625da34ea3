import type {MetadataRoute} from 'next'
import {getPolicies} from '#lib/content/policies.ts'
import {env} from '#lib/env.ts'

// The address is that of the running server, which a build need not know; the list itself comes from the cache.
export const dynamic = 'force-dynamic'

/** Every page that visitors read, by its canonical address. */
export default async function sitemap(): Promise<MetadataRoute.Sitemap> {
  const {SITE_URL} = env()
  const policies = await getPolicies()
  return [
    {url: SITE_URL},
    {url: `${SITE_URL}/contact`},
    ...policies.map(({slug, _updatedAt}) => ({url: `${SITE_URL}/${slug}`, lastModified: _updatedAt})),
  ]
}
