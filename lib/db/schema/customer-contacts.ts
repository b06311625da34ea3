import {pgTable, text} from 'drizzle-orm/pg-core'
import {moment} from './columns.ts'
import {orders} from './orders.ts'

/** The four things that the privacy policy (§1, contact information) says are kept about a client, and no others. */
export const customerContacts = pgTable('customer_contacts', {
  orderId: text('order_id')
    .primaryKey()
    .references(() => orders.id),
  name: text('name'),
  businessName: text('business_name'),
  email: text('email'),
  phone: text('phone'),
  stripeCustomerId: text('stripe_customer_id'),
  updatedAt: moment('updated_at').notNull().defaultNow(),
})

export type CustomerContact = typeof customerContacts.$inferSelect
