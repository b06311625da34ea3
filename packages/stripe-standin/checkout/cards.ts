import type {Card} from '../objects/sessions/internal.ts'

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
export function testCard(number: string): TestCard | undefined {
  return TEST_CARDS.get(number.replace(/[\s-]/g, ''))
}

/** Whether a number is the test bank account of Stripe's documentation. */
export function isTestAccount(number: string): boolean {
  return number.replace(/\s/g, '') === '000123456789'
}
