import type {Transaction} from '../db/database.ts'
import {customerContacts} from '../db/schema/customer-contacts.ts'
import type {SessionFacts} from './session-facts.ts'

/** Keeps the four things that the buyer told Stripe about themselves. */
export async function keepContact(
  transaction: Transaction,
  orderId: string,
  {contact, stripeCustomerId}: Pick<SessionFacts, 'contact' | 'stripeCustomerId'>,
): Promise<void> {
  const values = {...contact, stripeCustomerId, updatedAt: new Date()}
  await transaction
    .insert(customerContacts)
    .values({orderId, ...values})
    .onConflictDoUpdate({target: customerContacts.orderId, set: values})
}
