import type {IdentifiedSanityDocumentStub} from '@sanity/client'
import {IDS} from '#sanity/seed/ids.ts'
import {lifetimeAccessSeed} from '#sanity/seed/lifetime-access.ts'
import {aboutPage} from '#sanity/seed/pages/about.ts'
import {contactPage} from '#sanity/seed/pages/contact.ts'
import {homePage} from '#sanity/seed/pages/home.ts'
import {pricingPage} from '#sanity/seed/pages/pricing.ts'
import {privacyPolicyFields} from '#sanity/seed/privacy-policy.ts'
import {siteSettingsSeed} from '#sanity/seed/site-settings.ts'
import {termsOfServiceFields} from '#sanity/seed/terms-of-service.ts'
import {seededPolicy} from './policy.ts'

/** Everything that a new site begins with. */
export async function seedDocuments(): Promise<IdentifiedSanityDocumentStub[]> {
  return [
    await seededPolicy({
      id: IDS.privacy,
      slug: 'privacy',
      file: 'privacy-policy.md',
      fields: privacyPolicyFields,
    }),
    await seededPolicy({
      id: IDS.terms,
      slug: 'terms',
      file: 'terms-of-service.md',
      fields: termsOfServiceFields,
    }),
    lifetimeAccessSeed,
    homePage,
    pricingPage,
    aboutPage,
    contactPage,
    siteSettingsSeed,
  ]
}
