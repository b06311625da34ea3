import type Stripe from 'stripe'

export type SessionSubject = {
  orderId: string
  nonce: string
  plan: string
  attempt: number
  priceId: string
  /** Without a slash at the end. */
  siteUrl: string
}

/**
 * What Stripe is told about a purchase. The same subject always gives the same parameters, as an idempotency key demands.
 *
 * Asks the buyer for name, business name, e-mail and phone, which is all that the privacy policy (§1) allows;
 * metadata holds ids only.
 */
export function sessionParams(subject: SessionSubject): Stripe.Checkout.SessionCreateParams {
  const {orderId, nonce, plan, attempt, priceId, siteUrl} = subject
  const metadata = {order_id: orderId, attempt: String(attempt)}
  return {
    mode: 'payment',
    ui_mode: 'hosted_page',
    line_items: [{price: priceId, quantity: 1}],
    client_reference_id: orderId,
    metadata,
    payment_intent_data: {metadata},
    invoice_creation: {enabled: true, invoice_data: {metadata}},
    name_collection: {
      business: {enabled: true, optional: false},
      individual: {enabled: true, optional: false},
    },
    phone_number_collection: {enabled: true},
    success_url: `${siteUrl}/checkout/thanks?session_id={CHECKOUT_SESSION_ID}`,
    cancel_url: `${siteUrl}/checkout/${encodeURIComponent(plan)}?order=${encodeURIComponent(nonce)}`,
  }
}
