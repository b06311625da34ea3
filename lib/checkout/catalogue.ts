/**
 * What is put on sale in a new Stripe account. From then on Stripe has the word: an amount that is changed there is
 * shown and charged as it is there.
 */
export const CATALOGUE = [
  {
    productId: 'plumbperfect_lifetime_access',
    productName: 'Lifetime access',
    lookupKey: 'lifetime_access',
    /** Cents. */
    amount: 9_900,
    currency: 'usd',
  },
] as const

export type CatalogueItem = (typeof CATALOGUE)[number]
