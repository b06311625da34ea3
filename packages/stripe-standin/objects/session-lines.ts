import type Stripe from 'stripe'
import {z} from 'zod'
import {invalidRequest} from '../errors.ts'
import {newId} from '../ids.ts'
import type {Wire} from '../schema/types.ts'
import type {Ledger} from './ledger.ts'

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

/** What the buyer entered about themselves. */
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
  /** A payment whose buyer is being authenticated by their bank. */
  awaiting: z.object({contact: contactSchema, card: cardSchema}).optional(),
})

/** What Stripe knows of a session beyond the object it sends. */
export type SessionInternal = z.infer<typeof internalSchema>

export function sessionInternal(ledger: Ledger, id: string): SessionInternal {
  return internalSchema.parse(ledger.row(id)?.internal)
}

export type Line = {id: string; price: Wire<'price'>; quantity: number}

/**
 * Resolves the lines of a session in payment mode.
 *
 * @throws StripeError 400 naming the line that cannot be bought.
 */
export function resolveLines(
  ledger: Ledger,
  given: Stripe.Checkout.SessionCreateParams.LineItem[] | undefined,
): Line[] {
  if (!given?.length) {
    throw invalidRequest('Missing required param: line_items.', {
      param: 'line_items',
      code: 'parameter_missing',
    })
  }
  const lines = given.map((item, index) => resolveLine(ledger, item, `line_items[${index}]`))
  if (new Set(lines.map(({price}) => price.currency)).size > 1) {
    throw invalidRequest('All prices in one Checkout Session must have the same currency.', {
      param: 'line_items',
    })
  }
  return lines
}

function resolveLine(ledger: Ledger, item: Stripe.Checkout.SessionCreateParams.LineItem, at: string): Line {
  const {price: id, quantity} = item
  if (!id)
    throw invalidRequest(`Missing required param: ${at}[price].`, {
      param: `${at}[price]`,
      code: 'parameter_missing',
    })
  const price = ledger.get('price', id, `${at}[price]`)
  if (!price.active) {
    throw invalidRequest('The price specified is inactive. This field only accepts active prices.', {
      param: `${at}[price]`,
    })
  }
  if (price.type === 'recurring') {
    throw invalidRequest(
      'You specified `payment` mode but passed a recurring price. Either switch to `subscription` mode or use only one-time prices.',
      {param: `${at}[price]`},
    )
  }
  if (!ledger.get('product', price.product, `${at}[price]`).active) {
    throw invalidRequest(`The price specified belongs to an inactive product (${price.product}).`, {
      param: `${at}[price]`,
      code: 'product_inactive',
    })
  }
  if (quantity === undefined || !Number.isInteger(quantity) || quantity < 1) {
    throw invalidRequest(`Quantity is required. Add \`quantity\` to \`${at}\`.`, {param: `${at}[quantity]`})
  }
  return {id: newId('item', ledger.livemode), price, quantity}
}

/** In the currency's smallest unit. */
export function lineAmount({price, quantity}: Line): number {
  return (price.unit_amount ?? 0) * quantity
}

/** The line items of a session as Stripe lists them. */
export function lineItemsOf(ledger: Ledger, sessionId: string): Wire<'item'>[] {
  return sessionInternal(ledger, sessionId).lineItems.map(({id, price: priceId, quantity}) => {
    const price = ledger.get('price', priceId)
    const amount = lineAmount({id, price, quantity})
    return ledger.compose('item', {
      id,
      amount_subtotal: amount,
      amount_total: amount,
      currency: price.currency,
      description: ledger.find('product', price.product)?.name ?? null,
      metadata: {},
      // The one place where Stripe sends a price in full without being asked to expand it.
      price: price,
      quantity,
    })
  })
}
