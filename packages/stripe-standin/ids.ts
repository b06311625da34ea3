import {randomInt} from 'node:crypto'
import type {Objects} from './schema/types.ts'

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

/** Stripe's prefix for each object that has an id of its own. */
const PREFIX = {
  account: 'acct',
  charge: 'ch',
  'checkout.session': 'cs',
  customer: 'cus',
  dispute: 'du',
  event: 'evt',
  invoice: 'in',
  invoice_payment: 'inpay',
  item: 'li',
  line_item: 'il',
  payment_intent: 'pi',
  payment_method: 'pm',
  price: 'price',
  'privacy.redaction_job': 'prj',
  product: 'prod',
  refund: 're',
  webhook_endpoint: 'we',
} satisfies Record<keyof Objects, string>

/** `length` characters, each with log2(62) bits of randomness. */
export function randomToken(length: number): string {
  return Array.from({length}, () => ALPHABET[randomInt(ALPHABET.length)]).join('')
}

/** A new id as Stripe writes it. Checkout Sessions name their mode and are longer, since the id is part of a public URL. */
export function newId(name: keyof Objects, livemode: boolean): string {
  if (name === 'checkout.session') return `cs_${livemode ? 'live' : 'test'}_a1${randomToken(58)}`
  return `${PREFIX[name]}_${randomToken(24)}`
}
