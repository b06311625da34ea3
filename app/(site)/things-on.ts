import {stegaClean} from '@sanity/client/stega'
import {answered} from '#components/blocks/faq/answered.ts'
import {sellable} from '#components/blocks/plans/sellable.ts'
import {plainText} from '#components/portable-text/plain-text.ts'
import type {PlanPrice} from '#lib/checkout/read-price.ts'
import type {Page} from '#lib/content/page.ts'
import {getSiteSettings} from '#lib/content/site-settings.ts'
import {env} from '#lib/env.ts'
import {documentPath} from '#lib/links/document-path.ts'
import {
  breadcrumbs,
  faqPage,
  organization,
  product,
  type Thing,
  website,
} from '#lib/structured-data/things.ts'

/** What a page of blocks says about itself to machines: who, what is sold at which price, questions, the way here. */
export async function thingsOn(
  {path, title, seo, blocks}: Page,
  prices: Readonly<Record<string, PlanPrice>>,
): Promise<Thing[]> {
  const {name, description} = await getSiteSettings({marks: false})
  const site = {url: env().SITE_URL, name, description}
  const questions = blocks
    .flatMap((block) => (block._type === 'faq' ? answered(block) : []))
    .map(({question, answer}) => ({question: stegaClean(question), answer: stegaClean(plainText(answer))}))
  const sold = blocks.flatMap((block) => (block._type === 'plans' ? sellable(block) : []))
  // A plan may stand on a page twice; it is one thing all the same.
  const products = [...new Map(sold.map((plan) => [plan._id, plan])).values()].flatMap((plan) => {
    const slug = stegaClean(plan.slug)
    const price = prices[stegaClean(plan.lookupKey ?? '')]
    if (!price) return []
    const url = `${site.url}${documentPath('plan', slug)}`
    const words = {name: stegaClean(plan.name) ?? slug, description: stegaClean(plan.summary) ?? undefined}
    return [product(site, {...words, url, amount: price.amount, currency: price.currency})]
  })
  return [
    organization(site),
    website(site),
    ...products,
    ...(questions.length > 0 ? [faqPage(questions)] : []),
    ...(path === '/' ? [] : [wayTo(site, path, stegaClean(seo.title ?? title) ?? path)]),
  ]
}

/** The breadcrumbs of a page or policy: the front page, and the page itself. */
export const wayTo = (site: {url: string; name: string}, path: string, name: string): Thing =>
  breadcrumbs([
    {name: site.name, url: `${site.url}/`},
    {name, url: `${site.url}${path}`},
  ])
