import type {OrderState} from '../orders/states.ts'

/** What the letters are written from. */
export type MailFacts = {
  siteUrl: string
  orderId: string
  plan: string
  planName: string
  state: OrderState
  /** `US$99.00`; absent before anything was charged. */
  amount: string | undefined
  /** `November 22, 2026`; absent before anything was charged. */
  paidOn: string | undefined
  contact: {name: string; businessName: string; email: string; phone: string}
  /** Absent when there is nothing to fill in any more. */
  setupUrl: string | undefined
  /** Stripe's page with the invoice, when there is one. */
  invoiceUrl: string | undefined
  /** What the row of the outbox says beside the order: a state, a code. */
  subject: string
}
