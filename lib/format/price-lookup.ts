import {z} from 'zod'

// What the Studio asks the site about the price of a plan, and what it is told.

/** Whether Stripe could have a price with this lookup key. */
export const isLookupKey = (key: string): boolean => /^[\w-]{1,200}$/.test(key)

/** The path that answers with a `PriceLookup`. */
export const priceLookupPath = (key: string): string => `/api/prices/${encodeURIComponent(key)}`

export const priceLookup = z.discriminatedUnion('ok', [
  z.object({
    ok: z.literal(true),
    price: z.object({
      /** Stripe's name of what is sold. */
      product: z.string().optional(),
      /** Cents. */
      amount: z.number(),
      /** Three lower-case letters. */
      currency: z.string(),
    }),
  }),
  z.object({
    ok: z.literal(false),
    reason: z.enum([
      'unknown-price',
      'archived-price',
      'recurring-price',
      'unusable-price',
      'unreachable',
      'busy',
    ]),
  }),
])

/** What a price costs now, or why a plan with it cannot be sold. */
export type PriceLookup = z.infer<typeof priceLookup>
