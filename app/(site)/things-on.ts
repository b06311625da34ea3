import {stegaClean} from '@sanity/client/stega'
import type {Offers} from '#components/blocks/block.tsx'
import {blocksJsonLd} from '#components/blocks/blocks.tsx'
import type {Page} from '#lib/content/pages.ts'
import {getSiteSettings} from '#lib/content/site-settings.ts'
import {env} from '#lib/env.ts'
import type {JsonLd} from '#lib/format/json-ld.ts'
import {breadcrumbs, organization, website} from '#lib/structured-data/things.ts'

/** What a page of blocks says about itself to machines: who, what its blocks say, the way here. */
export async function thingsOn({path, title, seo, blocks}: Page, offers: Offers): Promise<JsonLd[]> {
  const {name, description} = await getSiteSettings({stega: false})
  const site = {url: env().SITE_URL, name, description}
  return [
    organization(site),
    website(site),
    ...blocksJsonLd(blocks, {site, offers}),
    ...(path === '/' ? [] : [wayTo(site, path, stegaClean(seo.title ?? title) ?? path)]),
  ]
}

/** The breadcrumbs of a page or policy: the front page, and the page itself. */
export const wayTo = (site: {url: string; name: string}, path: string, name: string): JsonLd =>
  breadcrumbs([
    {name: site.name, url: `${site.url}/`},
    {name, url: `${site.url}${path}`},
  ])
