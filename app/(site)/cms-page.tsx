import {stegaClean} from '@sanity/client/stega'
import {draftMode} from 'next/headers'
import type {Offers} from '#components/blocks/block.tsx'
import {Blocks, blocksJsonLd, lookupKeysOf, UnknownBlock} from '#components/blocks/blocks.tsx'
import {StructuredData} from '#components/site/structured-data.tsx'
import {commerce} from '#lib/commerce.ts'
import type {Page} from '#lib/content/documents.ts'
import {getSiteSettings} from '#lib/content/site-settings.ts'
import {env} from '#lib/env.ts'
import {breadcrumbJsonLd, type JsonLd, organizationJsonLd, websiteJsonLd} from '#lib/format/json-ld.ts'
import {logger} from '#lib/log.ts'
import {shownPrices} from '#lib/orders/checkout/view.ts'

/** A page made of blocks. */
export async function CmsPage({page}: {page: Page}) {
  const {path, title = path, blocks} = page
  const [{isEnabled: isPreview}, offers] = await Promise.all([
    draftMode(),
    shownPrices(commerce(), lookupKeysOf(blocks)),
  ])
  return (
    <>
      <StructuredData entities={await pageJsonLd(page, offers)} />
      <Blocks
        title={title}
        blocks={blocks}
        offers={offers}
        unknown={({_key, _type: type}) => {
          logger.warn({path, block: _key, type}, 'A block cannot be shown and is left out')
          return isPreview ? <UnknownBlock type={type} /> : null
        }}
      />
    </>
  )
}

/** What a page of blocks says about itself to machines: whose site it is, what its blocks say, the way here. */
async function pageJsonLd({path, title, seo, blocks}: Page, offers: Offers): Promise<JsonLd[]> {
  const {name, description} = await getSiteSettings({stega: false})
  const site = {url: env().SITE_URL, name, description}
  return [
    organizationJsonLd(site),
    websiteJsonLd(site),
    ...blocksJsonLd(blocks, {site, offers}),
    ...(path === '/' ? [] : [breadcrumbJsonLd(site, path, stegaClean(seo.title ?? title) ?? path)]),
  ]
}
