import type Stripe from 'stripe'

type EventType = Stripe.WebhookEndpointCreateParams.EnabledEvent & Stripe.Event['type']

/** What may change an order. */
export const ORDER_EVENTS = [
  'checkout.session.completed',
  'checkout.session.async_payment_succeeded',
  'checkout.session.async_payment_failed',
  'checkout.session.expired',
  'invoice.paid',
  'refund.created',
  'refund.updated',
  'refund.failed',
  'charge.dispute.created',
  'charge.dispute.closed',
] as const satisfies EventType[]

/** What may change an amount that is shown. */
export const CATALOGUE_EVENTS = [
  'price.created',
  'price.updated',
  'price.deleted',
  'product.updated',
] as const satisfies EventType[]

/** What the webhook endpoint asks Stripe for. */
export const HANDLED_EVENTS = [...ORDER_EVENTS, ...CATALOGUE_EVENTS]
