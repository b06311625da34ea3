import {stegaClean} from '@sanity/client/stega'
import {PlanInvoice} from '#components/checkout/plan-invoice.tsx'
import prose from '#components/portable-text/prose.module.css'
import {RichText} from '#components/portable-text/rich-text.tsx'
import {ActionLink} from '#components/ui/action-link.tsx'
import {SectionIntro} from '#components/ui/section-intro.tsx'
import {formatMoney} from '#lib/format/money.ts'
import {documentPath} from '#lib/links/document-path.ts'
import type {BlockProps} from '../block.ts'
import {blockView} from '../block-view.tsx'
import {plansMarkdown} from './markdown.ts'
import styles from './plans.module.css'
import {sellable} from './sellable.ts'

function Component({block, Heading, headingId, offers}: BlockProps<'plans'>) {
  const {title, intro, action, note} = block
  return (
    <section className={styles.plans} aria-labelledby={title ? headingId : undefined}>
      <div className={styles.words}>
        <SectionIntro Heading={Heading} id={headingId} title={title} intro={intro} />
        {note?.length ? (
          <div className={`${styles.note} ${prose.prose}`}>
            <RichText value={note} />
          </div>
        ) : null}
      </div>
      {sellable(block).map(({_id, name, slug, features, badge, lookupKey}) => {
        const offer = offers[stegaClean(lookupKey ?? '')]
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
    </section>
  )
}

/** Plans drawn as invoices, at the price that Stripe has for them. */
export const plans = blockView('plans', {
  isEmpty: (block) => !block.title && !block.intro && sellable(block).length === 0,
  Component,
  markdown: plansMarkdown,
})
