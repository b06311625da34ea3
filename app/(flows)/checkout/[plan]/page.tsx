import type {Metadata} from 'next'
import {redirect} from 'next/navigation'
import {movedOrMissing} from '#app/moved-or-missing.ts'
import {BuyForm, CheckoutNotice, CheckoutPage} from '#components/checkout/checkout-page.tsx'
import {PlanInvoice} from '#components/checkout/plan-invoice.tsx'
import {commerce} from '#lib/commerce.ts'
import {type BindingDocument, getBindingDocuments, getPlan} from '#lib/content/documents.ts'
import {formatMoney} from '#lib/format/text.ts'
import {checkoutPath, thanksPath} from '#lib/links/paths.ts'
import {CHECKOUT_ACTION, mintNonce, nonceSchema} from '#lib/orders/checkout/form.ts'
import {getCheckoutView} from '#lib/orders/checkout/view.ts'

// Each visitor gets a nonce of their own, so no cache may keep this page.
export const dynamic = 'force-dynamic'

type PageProps = {
  params: Promise<{plan: string}>
  searchParams: Promise<{order?: string | string[]; renewed?: string | string[]}>
}

export async function generateMetadata({params}: PageProps): Promise<Metadata> {
  const plan = await getPlan((await params).plan, {stega: false})
  return {
    title: plan ? `Buy ${plan.name ?? plan.slug}` : 'There is no page here',
    robots: {index: false},
  }
}

/** Where a plan is bought: what it is, what it costs, and one button. */
export default async function PlanCheckoutPage({params, searchParams}: PageProps) {
  const address = (await params).plan
  const plan = await getPlan(address)
  if (!plan) return movedOrMissing(['checkout', address])
  const {slug, name, summary, features, nextSteps, badge} = plan

  // The nonce stands in the address, so that Back leads to the same order and not to a second one.
  const {order, renewed} = await searchParams
  const nonce = nonceSchema.safeParse(order)
  if (!nonce.success) redirect(checkoutPath(slug, {order: mintNonce()}))
  const view = await getCheckoutView(commerce(), plan, nonce.data)
  if (view.kind === 'stale') redirect(checkoutPath(slug, {order: mintNonce()}))

  const {terms, policy} = await getBindingDocuments()
  const isBound = terms !== undefined && policy !== undefined
  return (
    <CheckoutPage name={name ?? slug} summary={summary} nextSteps={view.kind === 'offer' ? nextSteps : []}>
      {view.kind === 'offer' && isBound ? (
        <PlanInvoice
          name={name ?? slug}
          badge={badge}
          features={features}
          amount={formatMoney(view.price.amount, view.price.currency)}
        >
          <BuyForm
            action={CHECKOUT_ACTION}
            plan={slug}
            nonce={nonce.data}
            returned={view.returned}
            renewed={renewed === 'price' ? 'price' : renewed && 'documents'}
            amount={view.price.amount}
            documents={[
              {field: 'terms', ...linkTo(terms)},
              {field: 'policy', ...linkTo(policy)},
            ]}
          />
        </PlanInvoice>
      ) : (
        <CheckoutNotice
          kind={view.kind === 'offer' ? 'unbound' : view.kind}
          orderHref={'sessionId' in view ? thanksPath(view.sessionId) : undefined}
          againHref={checkoutPath(slug)}
        />
      )}
    </CheckoutPage>
  )
}

function linkTo(document: BindingDocument) {
  return {version: document.reference, title: document.title ?? document.slug, href: `/${document.slug}`}
}
