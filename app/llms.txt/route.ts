import {getPages} from '#lib/content/pages.ts'
import {getPolicies} from '#lib/content/policies.ts'
import {getSiteSettings} from '#lib/content/site-settings.ts'
import {env} from '#lib/env.ts'
import {markdownPath} from '#lib/links/alternate-urls.ts'

// The address is that of the running server, which a build need not know; the lists themselves come from the cache.
export const dynamic = 'force-dynamic'

/**
 * What the site holds, for language models: every page as a link to its Markdown.
 *
 * @see https://llmstxt.org/
 */
export async function GET(): Promise<Response> {
  const {SITE_URL} = env()
  const [{name, description}, pages, policies] = await Promise.all([
    getSiteSettings({stega: false}),
    getPages(),
    getPolicies(),
  ])
  const entry = (path: string, title: string | null, words: string | null) =>
    `- [${title ?? path}](${SITE_URL}${markdownPath(path)})${words ? `: ${words}` : ''}`
  const lines = [
    `# ${name}`,
    ...(description ? ['', `> ${description}`] : []),
    ...section(
      'Pages',
      pages.map(({path, title, description}) => entry(path, title, description)),
    ),
    ...section(
      'Policies',
      policies.map(({slug, title, summary}) => entry(`/${slug}`, title, summary)),
    ),
  ]
  return new Response(`${lines.join('\n')}\n`, {
    headers: {
      'content-type': 'text/plain; charset=utf-8',
      'cache-control': 'public, max-age=0, must-revalidate',
    },
  })
}

const section = (title: string, entries: readonly string[]) =>
  entries.length > 0 ? ['', `## ${title}`, '', ...entries] : []
