import {ImageResponse} from 'next/og'
import {documentTitle} from '#lib/content/documents.ts'
import {getSiteSettings} from '#lib/content/site-settings.ts'
import {errorResponse} from '#lib/http/errors.ts'
import {CARD_SIZE, pathOfName} from '#lib/links/paths.ts'
import {Card, cardFont, drawable} from '../card.tsx'

// A card is drawn at the first request for it, and anew when its page changes.
export const dynamic = 'force-static'

export const generateStaticParams = () => []

type CardProps = {params: Promise<{name: string[]}>}

/** The picture that networks and messengers show for a link to a page: `/cards/pricing.png`. */
export async function GET(_request: Request, {params}: CardProps): Promise<Response> {
  const [, name] = /^(.+)\.png$/.exec((await params).name.join('/')) ?? []
  const title = name === undefined ? undefined : await documentTitle(pathOfName(name))
  if (title === undefined) return errorResponse(404, 'not_found', 'There is no such page.')
  const {name: site, footerNote} = await getSiteSettings({publishedOnly: true})
  const words = {site: drawable(site), title: drawable(title), note: drawable(footerNote ?? '')}
  return new ImageResponse(<Card {...words} />, {...CARD_SIZE, fonts: [await cardFont()]})
}
