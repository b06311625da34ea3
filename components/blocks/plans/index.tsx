import {stegaClean} from '@sanity/client/stega'
import {PlanInvoice} from '#components/checkout/plan-invoice.tsx'
import prose from '#components/portable-text/prose.module.css'
import {RichText} from '#components/portable-text/rich-text.tsx'
import {ActionLink} from '#components/ui/action-link.tsx'
import {SectionIntro} from '#components/ui/section-intro.tsx'
import {type JsonLd, organizationId} from '#lib/format/json-ld.ts'
import {formatMoney} from '#lib/format/text.ts'
import {documentPath} from '#lib/links/paths.ts'
import {heading, link, list, paragraphs, plain} from '#lib/markdown/document.ts'
import {formattedTextMarkdown} from '#lib/markdown/formatted-text.ts'
import {type BlockOf, type BlockProps, blockView, type JsonLdContext, type Offers, textOf} from '../block.tsx'
import styles from './plans.module.css'

type Plans = BlockOf<'plans'>
type Plan = NonNullable<Plans['plans']>[number]

function Component({block, Heading, headingId, offers}: BlockProps<'plans'>) {
  const {title, intro, action, note} = block
  return (
    <section className={styles.plans} aria-labelledby={title ? headingId : undefined}>
      <SectionIntro Heading={Heading} id={headingId} title={title} intro={intro} />
      <div className={styles.invoices}>
        {sellable(block).map((plan) => {
          const {_id, name, slug, features, badge} = plan
          const offer = offerOf(plan, offers)
          return (
            <PlanInvoice
              key={_id}
              id={`${headingId}-${stegaClean(slug)}`}
              title="Invoice"
              name={name ?? slug}
              badge={badge}
              features={features ?? []}
              amount={offer && formatMoney(offer.amount, offer.currency)}
            >
              <p className={styles.buy}>
                <ActionLink
                  look="button"
                  action={{label: action ?? 'Buy', href: documentPath('plan', stegaClean(slug)) ?? null}}
                />
              </p>
            </PlanInvoice>
          )
        })}
      </div>
      {note?.length ? (
        <div className={`${styles.note} ${prose.prose}`}>
          <RichText value={note} />
        </div>
      ) : null}
    </section>
  )
}

/** The plans of a block that have an address at which they can be bought. */
function sellable(block: Plans): (Plan & {slug: string})[] {
  return found(block).flatMap((plan) => (plan.slug ? [{...plan, slug: plan.slug}] : []))
}

/** The plans of a block that exist: a reference to a plan that is gone is `null` in the result of a query. */
function found({plans}: Plans): Plan[] {
  const references: readonly (Plan | null)[] = plans ?? []
  return references.flatMap((plan) => plan ?? [])
}

const offerOf = ({lookupKey}: Plan, offers: Offers) => offers[stegaClean(lookupKey ?? '')]

function toMarkdown(block: Plans, offers: Offers): string {
  return paragraphs([
    heading(2, block.title),
    plain(block.intro),
    ...sellable(block).map((plan) => {
      const {name, slug, summary, features} = plan
      const offer = offerOf(plan, offers)
      return paragraphs([
        heading(3, name ?? slug),
        plain(summary),
        list((features ?? []).map(plain)),
        offer && `Due today, once: ${formatMoney(offer.amount, offer.currency)}. Due after that: nothing.`,
        link({label: block.action ?? 'Buy', href: documentPath('plan', slug) ?? null}),
      ])
    }),
    formattedTextMarkdown(block.note),
  ])
}

/**
 * A product for each plan whose price is known, once however often it stands on the page.
 *
 * @see https://developers.google.com/search/docs/appearance/structured-data/product-snippet
 */
function jsonLd(blocks: readonly Plans[], {site, offers}: JsonLdContext): JsonLd[] {
  const plans = new Map(blocks.flatMap(sellable).map((plan) => [plan._id, plan]))
  return [...plans.values()].flatMap((plan) => {
    const offer = offerOf(plan, offers)
    const slug = stegaClean(plan.slug)
    return offer
      ? {
          '@type': 'Product',
          name: stegaClean(plan.name) ?? slug,
          description: stegaClean(plan.summary) ?? undefined,
          image: `${site.url}/icon-512.png`,
          brand: {'@type': 'Brand', name: site.name},
          offers: {
            '@type': 'Offer',
            url: `${site.url}${documentPath('plan', slug)}`,
            price: (offer.amount / 100).toFixed(2),
            priceCurrency: offer.currency.toUpperCase(),
            availability: 'https://schema.org/InStock',
            seller: {'@id': organizationId(site.url)},
          },
        }
      : []
  })
}

/** Plans drawn as invoices, at the price that Stripe has for them. */
export const plans = blockView('plans', {
  Component,
  toMarkdown,
  isEmpty: (block) => !block.title && !block.intro && sellable(block).length === 0,
  lookupKeys: (block) => found(block).flatMap(({lookupKey}) => (lookupKey ? stegaClean(lookupKey) : [])),
  jsonLd,
  example: {
    _type: 'plans',
    _key: 'plans',
    title: 'Plans',
    intro: 'A sentence under the heading.',
    plans: [
      {
        _id: 'plan',
        name: 'Lifetime access',
        slug: 'lifetime-access',
        summary: 'What it is.',
        features: ['One thing', 'Another thing'],
        badge: 'Paid once',
        lookupKey: 'lifetime_access',
      },
    ],
    action: 'Get lifetime access',
    note: textOf('The small print.'),
  },
})
