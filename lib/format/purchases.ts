import {z} from 'zod'

/** Where an order stands, in the order in which a good one passes through. Here, so that the Studio may read it too. */
export const ORDER_STATES = [
  'pending',
  'paid',
  'awaiting_details',
  'in_set_up',
  'live',
  'refunded',
  'cancelled',
  'disputed',
] as const
export type OrderState = (typeof ORDER_STATES)[number]

/** An order as the buyer who holds its Checkout Session may see it. Here, so that components may read it too. */
export type OrderView = {
  /**
   * `paid`: the money is here. `processing`: a delayed payment is on its way. `failed`: a delayed payment did not arrive.
   * `unpaid`: the buyer came back without paying. `expired`: the session ended before it was paid.
   */
  status: 'paid' | 'processing' | 'failed' | 'unpaid' | 'expired'
  orderId: string
  planName: string
  /** `US$99.00`; absent before anything was charged. */
  amount: string | undefined
  /** What was given back of it, `US$9.90`; absent when nothing was. */
  refunded: string | undefined
  /** Masked; absent before the order is paid. */
  email: string | undefined
  /** The state of the order, `awaiting_details`. */
  state: string
  /** Whether the set-up form came back. */
  hasDetails: boolean
  /** Where the same order can be paid. */
  payHref: string
  /** The very texts that it was made under: `The terms`, version 3, at `/terms/versions/3`. */
  agreed: {name: string; number: number; path: string}[]
}

/**
 * How the order of a Checkout Session stands. `not-yours`: the session is unknown, or was not made by this site; nothing personal may
 * be shown. `unknown-now`: it cannot be found out at the moment.
 */
export type OrderStatus = OrderView | {status: 'not-yours' | 'unknown-now'}

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
