import {z} from 'zod'
import {planSlug} from '#lib/content/plans.ts'
import {nonceSchema} from '../orders/nonce.ts'

const version = z.string().regex(/^[\w.@-]{3,300}$/)

/** What the button sends. Price, currency and addresses are not among it: they are never taken from a browser. */
export const checkoutForm = z.object({
  plan: planSlug,
  nonce: nonceSchema,
  // What the page linked to, so that a purchase is never made under a text that its buyer could not see.
  terms: version,
  policy: version,
})

export type CheckoutForm = z.infer<typeof checkoutForm>

/** Where the form is posted to. */
export const CHECKOUT_ACTION = '/api/checkout'
