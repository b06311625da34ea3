import {blocksMarkdown, lookupKeysOf} from '#components/blocks/blocks.tsx'
import {commerce} from '#lib/commerce.ts'
import {getDocument} from '#lib/content/documents.ts'
import {errorResponse} from '#lib/http/errors.ts'
import {pathOfName} from '#lib/links/alternate-urls.ts'
import {heading, paragraphs} from '#lib/markdown/document.ts'
import {formattedTextMarkdown} from '#lib/markdown/formatted-text.ts'
import {shownPrices} from '#lib/orders/checkout/shown-prices.ts'

// Written at the first request for it, and anew when the page changes.
export const dynamic = 'force-static'

export const generateStaticParams = () => []

type MarkdownProps = {params: Promise<{name: string[]}>}

/** A page or policy as Markdown, for readers that are programs. Visitors find it at the page's address with `.md`. */
export async function GET(_request: Request, {params}: MarkdownProps): Promise<Response> {
  const text = await markdownAt(pathOfName((await params).name.join('/')))
  return text === undefined
    ? errorResponse(404, 'not_found', 'There is no such page.')
    : new Response(`${text}\n`, {
        headers: {'content-type': 'text/markdown; charset=utf-8', 'x-robots-tag': 'noindex'},
      })
}

async function markdownAt(path: string): Promise<string | undefined> {
  const {page, policy} = await getDocument(path, {publishedOnly: true})
  if (page)
    return blocksMarkdown(
      page.title ?? path,
      page.blocks,
      await shownPrices(commerce().stripe, lookupKeysOf(page.blocks)),
    )
  if (!policy) return undefined
  const lastUpdated = policy.lastUpdated ?? undefined
  return paragraphs([
    heading(1, policy.title ?? policy.slug),
    formattedTextMarkdown(policy.body, {lastUpdated}),
  ])
}
