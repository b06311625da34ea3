import {sealedVersions, shownVersion} from '#app/sealed-versions.ts'
import {blocksMarkdown, lookupKeysOf} from '#components/blocks/blocks.tsx'
import {commerce} from '#lib/commerce.ts'
import {getDocument} from '#lib/content/documents.ts'
import {errorResponse} from '#lib/http/errors.ts'
import {pathOfName} from '#lib/links/paths.ts'
import {heading, paragraphs, plain} from '#lib/markdown/document.ts'
import {formattedTextMarkdown} from '#lib/markdown/formatted-text.ts'
import {shownPrices} from '#lib/orders/checkout/view.ts'

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
  const [, slug, number] = /^\/([^/]+)\/versions\/(\d+)$/.exec(path) ?? []
  if (slug !== undefined && number !== undefined) return versionMarkdown(slug, number)
  const {page, policy} = await getDocument(path, {publishedOnly: true})
  if (page)
    return blocksMarkdown(
      page.title ?? path,
      page.blocks,
      await shownPrices(commerce(), lookupKeysOf(page.blocks)),
    )
  if (!policy) return undefined
  const lastUpdated = policy.lastUpdated ?? undefined
  return paragraphs([
    heading(1, policy.title ?? policy.slug),
    formattedTextMarkdown(policy.body, {lastUpdated}),
  ])
}

async function versionMarkdown(slug: string, wanted: string): Promise<string | undefined> {
  const found = await sealedVersions(slug)
  const one = found && (await shownVersion(found, wanted))
  if (!one) return undefined
  const {number, title, date, summary, hash} = one.version
  return paragraphs([
    heading(1, title),
    plain(`Version ${number}. ${summary}`),
    plain(`SHA-256: ${hash}`),
    one.seal.state !== 'sealed' && plain('This text does not fit our record of it. Do not rely on it.'),
    formattedTextMarkdown(one.shown.body, {lastUpdated: date}),
  ])
}
