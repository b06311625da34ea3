import type {Transaction} from '../db/database.ts'
import {customerContacts} from '../db/schema.ts'
import {containsCardNumber} from '../format/card-number.ts'
import {oneLine} from '../format/text.ts'
import type {SessionFacts} from './session-facts.ts'

/**
 * Keeps the four things that the buyer told Stripe about themselves. A card number that was typed where a name belongs is
 * not kept.
 */
export async function keepContact(
  transaction: Transaction,
  orderId: string,
  {contact, stripeCustomerId}: Pick<SessionFacts, 'contact' | 'stripeCustomerId'>,
): Promise<void> {
  const values = {
    name: fitToKeep(contact.name),
    businessName: fitToKeep(contact.businessName),
    email: contact.email && oneLine(contact.email),
    phone: contact.phone && oneLine(contact.phone),
    stripeCustomerId,
    updatedAt: new Date(),
  }
  await transaction
    .insert(customerContacts)
    .values({orderId, ...values})
    .onConflictDoUpdate({target: customerContacts.orderId, set: values})
}

function fitToKeep(name: string | null): string | null {
  return name === null || containsCardNumber(name) ? null : oneLine(name)
}
