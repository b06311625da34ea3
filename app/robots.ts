import type {MetadataRoute} from 'next'
import {env} from '#lib/env.ts'

// The address is that of the running server, which a build need not know.
export const dynamic = 'force-dynamic'

/** What crawlers may read: everything that visitors read. */
export default function robots(): MetadataRoute.Robots {
  return {
    rules: {userAgent: '*', allow: '/', disallow: ['/api/', '/studio']},
    sitemap: `${env().SITE_URL}/sitemap.xml`,
  }
}
