import {listDocuments} from '#lib/content/documents.ts'
import {getSiteSettings} from '#lib/content/site-settings.ts'
import {env} from '#lib/env.ts'
import {llmsText} from '#lib/markdown/listings.ts'

// The address is that of the running server, which a build need not know; the lists themselves come from the cache.
export const dynamic = 'force-dynamic'

/** What the site holds, for language models: every page as a link to its Markdown. */
export async function GET(): Promise<Response> {
  const [{name, description}, {pages, policies}] = await Promise.all([
    getSiteSettings({publishedOnly: true}),
    listDocuments(),
  ])
  const text = llmsText({
    siteUrl: env().SITE_URL,
    name,
    description,
    sections: {Pages: pages, Policies: policies},
  })
  return new Response(text, {
    headers: {
      'content-type': 'text/plain; charset=utf-8',
      'cache-control': 'public, max-age=0, must-revalidate',
    },
  })
}
