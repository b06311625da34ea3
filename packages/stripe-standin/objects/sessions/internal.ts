import {z} from 'zod'
import type {Ledger} from '../ledger.ts'

const contactSchema = z.object({
  email: z.string(),
  individualName: z.string().nullable(),
  businessName: z.string().nullable(),
  phone: z.string().nullable(),
})

const cardSchema = z.object({
  kind: z.literal('card'),
  brand: z.string(),
  last4: z.string().length(4),
  expMonth: z.number(),
  expYear: z.number(),
  /** How the card behaves: what a test card's number stands for. */
  behaviour: z.enum(['succeeds', 'authenticates', 'authenticates_then_declines', 'disputed', 'declined']),
  declineCode: z.string().optional(),
})

const bankSchema = z.object({
  kind: z.literal('us_bank_account'),
  last4: z.string().length(4),
})

/** What the buyer told us of themselves. */
export type Contact = z.infer<typeof contactSchema>
/** What is kept of a card: never its number. */
export type Card = z.infer<typeof cardSchema>
/** What is kept of a bank account: never its number. */
export type BankAccount = z.infer<typeof bankSchema>
export type Instrument = Card | BankAccount

const internalSchema = z.object({
  lineItems: z.array(z.object({id: z.string(), price: z.string(), quantity: z.number()})),
  paymentIntent: z.object({
    description: z.string().nullable(),
    metadata: z.record(z.string(), z.string()),
    receiptEmail: z.string().nullable(),
    statementDescriptorSuffix: z.string().nullable(),
  }),
  /** A payment that waits for its buyer's bank to authenticate them. */
  awaiting: z.object({contact: contactSchema, card: cardSchema}).optional(),
})

/** What Stripe knows of a session beyond the object it sends. */
export type SessionInternal = z.infer<typeof internalSchema>

export function sessionInternal(ledger: Ledger, id: string): SessionInternal {
  return internalSchema.parse(ledger.row(id)?.internal)
}
