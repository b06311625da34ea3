import {invalidRequest} from '../errors.ts'
import type {Expandable} from '../permissions.ts'
import type {Ledger} from './ledger.ts'
import {listPage} from './route.ts'
import {lineItemsOf} from './session-lines.ts'

type Json = Record<string, unknown>

/** The fields that hold an id and can hold the object instead, by the object that they are a field of. */
const BY_ID: Record<string, Record<string, Expandable>> = {
  charge: {customer: 'customer', payment_intent: 'payment_intent'},
  'checkout.session': {customer: 'customer', invoice: 'invoice', payment_intent: 'payment_intent'},
  dispute: {charge: 'charge', payment_intent: 'payment_intent'},
  invoice: {customer: 'customer'},
  invoice_payment: {invoice: 'invoice'},
  payment_intent: {customer: 'customer', latest_charge: 'charge', payment_method: 'payment_method'},
  payment_method: {customer: 'customer'},
  price: {product: 'product'},
  product: {default_price: 'price'},
  refund: {
    charge: 'charge',
    customer: 'customer',
    payment_intent: 'payment_intent',
    payment_method: 'payment_method',
  },
  // Not an object by name: what an invoice's payment was made with.
  '': {payment_intent: 'payment_intent', charge: 'charge'},
}

/** The lists that are left out until they are asked for. */
const INCLUDABLE: Record<string, Record<string, (ledger: Ledger, id: string) => object>> = {
  'checkout.session': {
    line_items: (ledger, id) => ({
      object: 'list',
      data: lineItemsOf(ledger, id),
      has_more: false,
      url: `/v1/checkout/sessions/${id}/line_items`,
    }),
  },
  charge: {
    refunds: (ledger, id) =>
      listPage(ledger, 'refund', `charges/${id}/refunds`, {}, ({charge}) => charge === id),
  },
  invoice: {
    payments: (ledger, id) =>
      listPage(ledger, 'invoice_payment', 'invoice_payments', {}, ({invoice}) => invoice === id),
  },
}

type Check = (name: Expandable) => void

const MAX_EXPANSION_LEVELS = 4

/**
 * Replaces ids by their objects, as `expand` asks: `payment_intent.latest_charge`, `data.product` on a list.
 * https://docs.stripe.com/api/expanding_objects
 *
 * @param check is asked before an object is put in, and throws for one that the caller may not read
 * @returns the answer with the objects in it; the one given stays as it is
 * @throws StripeError 400 for a field that cannot be expanded, and for more than four levels.
 */
export function expand(ledger: Ledger, answer: object, paths: readonly string[], check: Check): object {
  let expanded: Json = {...answer}
  for (const path of paths) {
    const parts = path.split('.')
    if (parts.filter((part) => part !== 'data').length > MAX_EXPANSION_LEVELS) {
      throw invalidRequest(
        `You cannot expand more than ${MAX_EXPANSION_LEVELS} levels of a property (${path}).`,
        {
          param: 'expand',
        },
      )
    }
    expanded = walk({ledger, path, check}, expanded, parts)
  }
  return expanded
}

type Walk = {ledger: Ledger; path: string; check: Check}

function walk(context: Walk, object: Json, parts: string[]): Json {
  const [field, ...rest] = parts
  if (field === undefined) return object
  const value = expandedValue(context, object, field)
  const into = (next: unknown) => (isJson(next) ? walk(context, next, rest) : next)
  return {...object, [field]: Array.isArray(value) ? value.map(into) : into(value)}
}

/** The field's value with an id resolved. Null stays null: there is nothing to expand. */
function expandedValue({ledger, path, check}: Walk, object: Json, field: string): unknown {
  const name = typeof object.object === 'string' ? object.object : ''
  const include = INCLUDABLE[name]?.[field]
  if (include && typeof object.id === 'string') {
    if (field === 'refunds') check('refund')
    return object[field] ?? include(ledger, object.id)
  }
  const value = object[field]
  const target = BY_ID[name]?.[field]
  if (target === undefined) {
    const isNested = field in object && typeof value === 'object' && value !== null
    if (isNested) return value
    throw invalidRequest(`This property cannot be expanded (${path}).`, {param: 'expand'})
  }
  if (typeof value !== 'string') return value
  check(target)
  return ledger.row(value)?.body
}

function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null
}
