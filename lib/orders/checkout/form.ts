import {randomBytes} from 'node:crypto'
import {z} from 'zod'
import {planSlug} from '../../links/paths.ts'
import type {Versions} from '../store.ts'

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

export type CheckoutForm = z.infer<typeof checkoutForm>

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
