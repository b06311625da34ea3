/** Ids of the documents that a new site begins with, for links between them. */
export const IDS = {
  home: 'page-home',
  pricing: 'page-pricing',
  about: 'page-about',
  contact: 'page-contact',
  privacy: 'policy-privacy',
  terms: 'policy-terms',
  lifetimeAccess: 'plan-lifetime-access',
} as const

export type SeedId = (typeof IDS)[keyof typeof IDS]
