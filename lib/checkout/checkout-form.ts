import {z} from 'zod'
import {planSlug} from '../content/plan.ts'
import {nonceSchema} from '../orders/nonce.ts'

/** What the button sends. Price, currency and addresses are not among it: they are never taken from a browser. */
export const checkoutForm = z.object({plan: planSlug, nonce: nonceSchema})

export type CheckoutForm = z.infer<typeof checkoutForm>

/** Where the form is posted to. */
export const CHECKOUT_ACTION = '/api/checkout'
