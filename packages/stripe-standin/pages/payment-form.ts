import {z} from 'zod'
import type {Card, Contact, Instrument} from '../objects/session-lines.ts'
import type {Wire} from '../schema/types.ts'

const formSchema = z.object({
  email: z.string().trim().default(''),
  individual_name: z.string().trim().default(''),
  business_name: z.string().trim().default(''),
  phone: z.string().trim().default(''),
  method: z.enum(['card', 'us_bank_account']).default('card'),
  card_number: z.string().default(''),
  card_expiry: z.string().default(''),
  card_cvc: z.string().default(''),
  account_number: z.string().default(''),
})

/** What the buyer typed, without the parts that must not be shown again. */
export type Typed = Pick<
  z.infer<typeof formSchema>,
  'email' | 'individual_name' | 'business_name' | 'phone' | 'method'
>

export type PaymentForm =
  | {ok: true; contact: Contact; instrument: Instrument; typed: Typed}
  | {ok: false; problems: string[]; typed: Typed}

/** Reads the form of a session's page. Of card and account numbers only the last four digits leave this function. */
export function readPaymentForm(session: Wire<'checkout.session'>, form: unknown, now: Date): PaymentForm {
  const {
    card_number: number,
    card_expiry: expiry,
    card_cvc: cvc,
    account_number: account,
    ...typed
  } = formSchema.parse(form)
  const asked = session.name_collection
  const problems = [
    !/^\S+@\S+\.\S+$/.test(typed.email) && 'Enter your email address.',
    isRequired(asked?.individual) && !typed.individual_name && 'Enter your full name.',
    isRequired(asked?.business) && !typed.business_name && 'Enter your business name.',
    session.phone_number_collection?.enabled && !isPhoneNumber(typed.phone) && 'Enter your phone number.',
  ].filter((problem) => typeof problem === 'string')
  const instrument = typed.method === 'card' ? readCard(number, expiry, cvc, now) : readAccount(account)
  if (typeof instrument === 'string') problems.push(instrument)
  if (problems.length > 0 || typeof instrument === 'string') return {ok: false, problems, typed}
  const contact: Contact = {
    email: typed.email,
    individualName: (asked?.individual?.enabled && typed.individual_name) || null,
    businessName: (asked?.business?.enabled && typed.business_name) || null,
    phone: (session.phone_number_collection?.enabled && typed.phone) || null,
  }
  return {ok: true, contact, instrument, typed}
}

/** Digits as people group them, with `+` before the first at most: from 7 digits up to the 15 of E.164. */
function isPhoneNumber(text: string): boolean {
  const digits = text.replace(/\D/g, '').length
  return /^\(?\+?[\d\s()./-]+$/.test(text) && digits >= 7 && digits <= 15
}

function isRequired(field: {enabled: boolean; optional: boolean} | undefined): boolean {
  return field?.enabled === true && !field.optional
}

/** The card, or what is wrong with it. */
function readCard(number: string, expiry: string, cvc: string, now: Date): Instrument | string {
  const card = testCard(number)
  if (!card) return 'This page takes test card numbers only, such as 4242 4242 4242 4242.'
  const [, month, year] = expiry.match(/^\s*(\d{1,2})\s*[/.-]?\s*(?:20)?(\d{2})\s*$/) ?? []
  const expMonth = Number(month)
  const expYear = 2000 + Number(year)
  if (!(expMonth >= 1 && expMonth <= 12) || new Date(expYear, expMonth) <= now) {
    return 'Your card’s expiration date is incomplete or in the past.'
  }
  if (!/^\s*\d{3,4}\s*$/.test(cvc)) return 'Your card’s security code is incomplete.'
  return {kind: 'card', last4: number.replace(/\D/g, '').slice(-4), expMonth, expYear, ...card}
}

/** The account, or what is wrong with it. */
function readAccount(number: string): Instrument | string {
  if (!isTestAccount(number)) return 'This page takes the test account number 000123456789 only.'
  return {kind: 'us_bank_account', last4: number.replace(/\D/g, '').slice(-4)}
}

type TestCard = Pick<Card, 'brand' | 'behaviour' | 'declineCode'>

const succeeds = (brand: string): TestCard => ({brand, behaviour: 'succeeds'})
const declines = (declineCode: string): TestCard => ({brand: 'visa', behaviour: 'declined', declineCode})
const visa = (behaviour: Card['behaviour']): TestCard => ({brand: 'visa', behaviour})

/** Stripe's documented test numbers: https://docs.stripe.com/testing */
const TEST_CARDS = new Map<string, TestCard>([
  ['4242424242424242', succeeds('visa')],
  ['4000056655665556', succeeds('visa')],
  ['5555555555554444', succeeds('mastercard')],
  ['378282246310005', succeeds('amex')],
  ['6011111111111117', succeeds('discover')],
  ['4000000000000002', declines('generic_decline')],
  ['4000000000009995', declines('insufficient_funds')],
  ['4000000000000069', declines('expired_card')],
  ['4000000000000127', declines('incorrect_cvc')],
  ['4000000000000119', declines('processing_error')],
  ['4000002500003155', visa('authenticates')],
  ['4000002760003184', visa('authenticates')],
  ['4000000000003220', visa('authenticates')],
  ['4000008400001629', visa('authenticates_then_declines')],
  ['4000000000000259', visa('disputed')],
])

/** What a test number stands for; undefined for any other number, which a stand-in must not take. */
function testCard(number: string): TestCard | undefined {
  return TEST_CARDS.get(number.replace(/[\s-]/g, ''))
}

/** Whether a number is the test bank account of Stripe's documentation. */
function isTestAccount(number: string): boolean {
  return number.replace(/\s/g, '') === '000123456789'
}
