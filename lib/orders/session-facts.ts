import type Stripe from 'stripe'
import type {PaymentState} from '../db/schema.ts'
import {orderIdSchema} from './order-id.ts'

/** What one Checkout Session says about its order. */
export type SessionFacts = {
  sessionId: string
  /** The order and its attempt that the session says it was made for; only whoever holds the key can make it say so. */
  orderId: string | undefined
  attempt: number | undefined
  /** What is sold by it; undefined when that is not exactly one thing. */
  priceId: string | undefined
  status: 'open' | 'complete' | 'expired'
  payment: Exclude<PaymentState, 'refunded'>
  /** Cents. */
  amountTotal: number
  currency: string
  paymentIntentId: string | null
  invoiceId: string | null
  stripeCustomerId: string | null
  contact: {name: string | null; businessName: string | null; email: string | null; phone: string | null}
}

/** What a session must be retrieved with to be read. */
export const SESSION_EXPANSION = ['payment_intent', 'line_items']

/** Reads a session that was retrieved with `SESSION_EXPANSION`. */
export function sessionFacts(session: Stripe.Checkout.Session): SessionFacts {
  const details = session.customer_details
  return {
    sessionId: session.id,
    orderId: orderIdSchema.safeParse(session.metadata?.order_id).data,
    attempt: Number(session.metadata?.attempt) || undefined,
    priceId: soldBy(session),
    status: statusOf(session),
    payment: paymentOf(session),
    amountTotal: session.amount_total ?? 0,
    currency: session.currency ?? '',
    paymentIntentId: idOf(session.payment_intent),
    invoiceId: idOf(session.invoice),
    stripeCustomerId: idOf(session.customer),
    contact: {
      name: details?.individual_name ?? details?.name ?? null,
      businessName: details?.business_name ?? null,
      email: details?.email ?? null,
      phone: details?.phone ?? null,
    },
  }
}

function soldBy({line_items: lines}: Stripe.Checkout.Session): string | undefined {
  const [line, another] = lines?.data ?? []
  return another === undefined && line?.quantity === 1 ? line.price?.id : undefined
}

function statusOf({status}: Stripe.Checkout.Session): SessionFacts['status'] {
  if (status === 'complete') return 'complete'
  return status === 'expired' ? 'expired' : 'open'
}

/**
 * A complete session that is not paid waits for a delayed payment, or that payment failed; only its payment intent
 * tells which (https://docs.stripe.com/payments/checkout/fulfill-orders#delayed-notification).
 */
function paymentOf(session: Stripe.Checkout.Session): SessionFacts['payment'] {
  if (session.status !== 'complete') return 'unpaid'
  if (session.payment_status !== 'unpaid') return 'paid'
  const intent = session.payment_intent
  if (intent === null || typeof intent === 'string') return 'processing'
  return intent.status === 'requires_payment_method' || intent.status === 'canceled' ? 'failed' : 'processing'
}

function idOf(value: string | {id?: string} | null): string | null {
  return typeof value === 'string' ? value : (value?.id ?? null)
}
