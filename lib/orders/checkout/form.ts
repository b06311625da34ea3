import {randomBytes} from 'node:crypto'
import {z} from 'zod'
import type {ProblemPage} from '../../http/errors.ts'
import {checkoutPath, planSlug, thanksPath} from '../../links/paths.ts'
import type {Versions} from '../store.ts'
import type {CheckoutRefusal} from './start-checkout.ts'

/** Where the form is posted to. */
export const CHECKOUT_ACTION = '/api/checkout'

/** Minted with every checkout page; the order that is made from the page is found by it. 192 random bits. */
export function mintNonce(): string {
  return randomBytes(24).toString('base64url')
}

/** A nonce as a form or an address sends it back. */
export const nonceSchema = z.string().regex(/^[\w-]{32}$/)

const version = z.string().regex(/^[\w.@:-]{3,300}$/)

/** What the button sends. Price, currency and addresses are not among it: they are never taken from a browser. */
export const checkoutForm = z.object({
  plan: planSlug,
  nonce: nonceSchema,
  // What the page linked to, so that a purchase is never made under a text that its buyer could not see.
  terms: version,
  policy: version,
  /** Cents that the page showed, to be compared and never charged. Pages of earlier versions of the site do not send it. */
  amount: z.coerce.number().int().nonnegative().optional(),
})

type CheckoutForm = z.infer<typeof checkoutForm>

export type AgreedVersions =
  | {ok: true; versions: Versions}
  /** `unpublished`: there is nothing to buy under. `renewed`: another version was published since the page was made. */
  | {ok: false; reason: 'unpublished' | 'renewed'}

/**
 * The versions of terms and policy that a purchase is made under: those that the buyer's page linked to, if they are still the
 * published ones. A buyer is not held to a text that they could not see.
 */
export function agreedVersions(
  seen: Versions,
  published: {[Document in keyof Versions]: string | undefined},
): AgreedVersions {
  const {terms, policy} = published
  if (terms === undefined || policy === undefined) return {ok: false, reason: 'unpublished'}
  if (seen.terms !== terms || seen.policy !== policy) return {ok: false, reason: 'renewed'}
  return {ok: true, versions: {terms, policy}}
}

// The pages that answer the button when it does not lead to Stripe.

/** True of every order: only Stripe's page charges. */
export const NOTHING_CHARGED = 'Pressing the button charged nothing.'

export const MALFORMED_FORM: ProblemPage = {
  status: 400,
  title: 'This form is not complete',
  paragraphs: [`It did not arrive as our page makes it, so nothing was done. ${NOTHING_CHARGED}`],
  action: {label: 'Start again', href: '/'},
}

export const UNKNOWN_PLAN: ProblemPage = {
  status: 404,
  title: 'There is no such plan',
  paragraphs: [`It may have been renamed or taken off sale. ${NOTHING_CHARGED}`],
  action: {label: 'See what we offer', href: '/'},
}

/** The terms or the policy are not published. */
export const NOTHING_IN_FORCE: ProblemPage = {
  status: 503,
  title: 'This cannot be bought just now',
  paragraphs: [
    `The terms and the privacy policy that a purchase is made under are not published at the moment. ${NOTHING_CHARGED}`,
  ],
  action: {label: 'Tell us that you want it', href: '/contact'},
}

/** Tells a buyer why they are not on Stripe's page, and what to do. Pressing the same button again never charges twice. */
export function refusalPage(refusal: CheckoutRefusal, form: CheckoutForm): ProblemPage {
  const startOver = {label: 'Start again', href: checkoutPath(form.plan)}
  switch (refusal.reason) {
    case 'already-bought':
      return {
        status: 409,
        title: 'You have already bought this',
        paragraphs: ['Your payment has arrived, and it was not charged again.'],
        action: {label: 'See your order', href: thanksPath(refusal.sessionId)},
      }
    case 'payment-processing':
      return {
        status: 409,
        title: 'Your payment is on its way',
        paragraphs: ['Your bank is still making the payment of this order. Please do not pay a second time.'],
        action: {label: 'See your order', href: thanksPath(refusal.sessionId)},
      }
    case 'order-closed':
      return {
        status: 410,
        title: 'This order was closed',
        paragraphs: [`It was open for a long time without a payment. ${NOTHING_CHARGED}`],
        action: startOver,
      }
    case 'nonce-reused':
      return {
        status: 409,
        title: 'This form belongs to another order',
        paragraphs: [`Please begin with a fresh page. ${NOTHING_CHARGED}`],
        action: startOver,
      }
    case 'price-changed':
      return {
        status: 409,
        title: 'The price has changed',
        paragraphs: [`Please look at the new amount before you pay. ${NOTHING_CHARGED}`],
        action: startOver,
      }
    case 'archived-price':
      return {
        status: 409,
        title: 'This is not on sale any more',
        paragraphs: [`It was taken off sale a moment ago. ${NOTHING_CHARGED}`],
        action: {label: 'Ask us about it', href: '/contact'},
      }
    case 'unknown-price':
    case 'recurring-price':
    case 'unusable-price':
      return {
        status: 503,
        title: 'This cannot be bought just now',
        paragraphs: [
          `Something about its price is not in order on our side, and we have been told. ${NOTHING_CHARGED}`,
        ],
        action: {label: 'Tell us that you want it', href: '/contact'},
      }
    case 'unreachable':
    case 'busy':
      return unavailablePage(form)
  }
}

/** For when Stripe, or the database, does not answer, so that nothing is known of the order, not even whether it is paid. */
export function unavailablePage(form: CheckoutForm): ProblemPage {
  return {
    status: 503,
    title: 'The payment page does not answer',
    paragraphs: [
      `${NOTHING_CHARGED} Trying again in a minute goes on with the same order and can never charge twice.`,
      'If you have paid before, your payment is safe, and the confirmation comes by mail.',
    ],
    action: {label: 'Try again', href: CHECKOUT_ACTION, fields: {...form, amount: String(form.amount ?? '')}},
    retryAfter: 30,
  }
}
