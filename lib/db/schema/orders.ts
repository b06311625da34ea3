import {sql} from 'drizzle-orm'
import {boolean, check, index, integer, pgTable, text} from 'drizzle-orm/pg-core'
import type {OrderState, PaymentState} from '../../orders/states.ts'
import {ORDER_STATES, PAYMENT_STATES} from '../../orders/states.ts'
import {moment} from './columns.ts'

const oneOf = (values: readonly string[]) => sql.raw(values.map((value) => `'${value}'`).join(', '))

/** One purchase, from the first press of the button. Holds no personal data: that is in `customer_contacts`. */
export const orders = pgTable(
  'orders',
  {
    id: text('id').primaryKey(),
    /** Minted with the page that shows the button; however often that page is sent, it is this order. */
    nonce: text('nonce').notNull().unique(),
    plan: text('plan').notNull(),
    planName: text('plan_name').notNull(),
    lookupKey: text('lookup_key').notNull(),
    state: text('state').$type<OrderState>().notNull().default('pending'),
    /** Where to go back to when a refund fails or a dispute is won. */
    resumeState: text('resume_state').$type<OrderState>(),
    payment: text('payment').$type<PaymentState>().notNull().default('unpaid'),
    /** Cents, as charged. */
    amountTotal: integer('amount_total'),
    amountRefunded: integer('amount_refunded').notNull().default(0),
    currency: text('currency'),
    termsVersion: text('terms_version').notNull(),
    policyVersion: text('policy_version').notNull(),
    livemode: boolean('livemode').notNull(),
    paidSessionId: text('paid_session_id').unique(),
    paymentIntentId: text('payment_intent_id').unique(),
    invoiceId: text('invoice_id'),
    /** Grows with every change, so that what was read at Stripe before a change is not applied after it. */
    version: integer('version').notNull().default(0),
    createdAt: moment('created_at').notNull().defaultNow(),
    updatedAt: moment('updated_at').notNull().defaultNow(),
    paidAt: moment('paid_at'),
    detailsAt: moment('details_at'),
  },
  (table) => [
    index('orders_state').on(table.state, table.createdAt),
    check('orders_state_known', sql`${table.state} in (${oneOf(ORDER_STATES)})`),
    check('orders_payment_known', sql`${table.payment} in (${oneOf(PAYMENT_STATES)})`),
  ],
)

export type Order = typeof orders.$inferSelect
