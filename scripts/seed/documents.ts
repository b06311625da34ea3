import type {IdentifiedSanityDocumentStub} from '@sanity/client'
import {lifetimeAccessSeed} from '#sanity/seed/lifetime-access.ts'
import {aboutPage} from '#sanity/seed/pages/about.ts'
import {contactPage} from '#sanity/seed/pages/contact.ts'
import {homePage} from '#sanity/seed/pages/home.ts'
import {pricingPage} from '#sanity/seed/pages/pricing.ts'
import {policySeeds} from '#sanity/seed/policies.ts'
import {siteSettingsSeed} from '#sanity/seed/site-settings.ts'
import {seededPolicy} from './policy.ts'

/** Everything that a new site begins with. */
export async function seedDocuments(): Promise<IdentifiedSanityDocumentStub[]> {
  return [
    ...(await Promise.all(policySeeds.map(seededPolicy))),
    lifetimeAccessSeed,
    homePage,
    pricingPage,
    aboutPage,
    contactPage,
    siteSettingsSeed,
  ]
}
