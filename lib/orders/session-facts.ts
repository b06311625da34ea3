import type Stripe from 'stripe'
import type {PaymentState} from './states.ts'

/** What one Checkout Session says about its order. */
export type SessionFacts = {
  sessionId: string
  attempt: number | undefined
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

/** Reads a session that was retrieved with `expand: ['payment_intent']`. */
export function sessionFacts(session: Stripe.Checkout.Session): SessionFacts {
  const details = session.customer_details
  return {
    sessionId: session.id,
    attempt: Number(session.metadata?.attempt) || undefined,
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
