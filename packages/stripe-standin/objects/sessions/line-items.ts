import type Stripe from 'stripe'
import {invalidRequest} from '../../errors.ts'
import {newId} from '../../ids.ts'
import type {Ledger} from '../ledger.ts'
import type {Wire} from '../wire.ts'
import {sessionInternal} from './internal.ts'

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
      // The one place where Stripe sends a price in full without being asked.
      price: price,
      quantity,
    })
  })
}
