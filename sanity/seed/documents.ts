import type {Plan, Provider, SiteSettings} from '../types.gen.ts'
import {IDS, linkTo, type New} from './write.ts'

const pages = [
  {...linkTo(IDS.pricing, 'Pricing'), _key: 'pricing'},
  {...linkTo(IDS.about, 'About'), _key: 'about'},
  {...linkTo(IDS.contact, 'Contact'), _key: 'contact'},
]

/** The settings of a new site. */
export const siteSettingsSeed: New<SiteSettings> = {
  _id: 'siteSettings',
  _type: 'siteSettings',
  name: 'PlumbPerfect Leads',
  description:
    'A chat receptionist for plumbing businesses, there day and night: it captures leads, asks the right questions and books jobs into your calendar.',
  navigation: pages,
  footerColumns: [
    {
      _type: 'footerColumn',
      _key: 'business',
      title: 'The business',
      links: pages,
    },
    {
      _type: 'footerColumn',
      _key: 'legal',
      title: 'In writing',
      links: [
        {...linkTo(IDS.privacy, 'Privacy Policy'), _key: 'privacy'},
        {...linkTo(IDS.terms, 'Terms of Service'), _key: 'terms'},
      ],
    },
  ],
  footerNote: 'For plumbing businesses in the United States.',
}

/** The plan that the business sells. */
export const lifetimeAccessSeed: Omit<Plan, '_createdAt' | '_updatedAt' | '_rev'> = {
  _id: 'plan-lifetime-access',
  _type: 'plan',
  name: 'Lifetime access',
  slug: {_type: 'slug', current: 'lifetime-access'},
  summary:
    'A chat receptionist for your plumbing business, on duty day and night. Paid once; no subscription.',
  features: [
    'Captures a lead the moment someone reaches out',
    'Asks the qualifying questions',
    'Books the job into your Google or Outlook calendar',
    'Hands the lead to you by text or call when it cannot answer',
    'Reports on lead sources, conversion and booked appointments',
    'Full set-up done for you',
    'Future updates and priority support',
  ],
  nextSteps: [
    'You pay on Stripe’s page and get a confirmation by mail.',
    'The mail leads to a set-up form: your hours, your area, your calendar.',
    'We set everything up the same day or the next, once your payment and the form are in.',
  ],
  badge: 'Paid once',
  order: 1,
  lookupKey: 'lifetime_access',
}

/** The policies of a new site, each with what the Studio holds besides the text of its file. */
export const policySeeds = [
  {
    id: IDS.privacy,
    slug: 'privacy',
    file: 'privacy-policy.md',
    fields: {
      summary:
        'How PlumbPerfect Leads collects, uses, shares and protects the information of its business clients.',
      editorNote:
        'Section 6 asks people to write to "the email address below", but section 9 gives only the contact page. Fill in "Contact e-mail" and the address is shown under section 9, or change the wording of section 6.',
    },
  },
  {
    id: IDS.terms,
    slug: 'terms',
    file: 'terms-of-service.md',
    fields: {
      summary:
        'What a plumbing business buys from PlumbPerfect Leads, what it costs, and what each side owes the other.',
      editorNote:
        'Awaiting the owner’s approval. This text was drafted from what is known of the business; have it read before relying on it. Section 7 (governing law) must be filled in: name the state whose law applies, and where disputes are heard.',
    },
  },
]

/** Whom a new site shares information with. Names that only the owner knows are fields to fill in. */
export const providerSeeds: readonly New<Provider>[] = [
  {
    _id: 'provider-payment',
    _type: 'provider',
    service: 'payment',
    name: 'Stripe',
    purpose: 'Takes your payment on a page of its own, sends the invoice and pays refunds out.',
    data: 'What you type on its page: name, business name, e-mail, phone and card. From us it gets an order number.',
    place: 'United States',
    url: 'https://stripe.com/privacy',
    order: 1,
  },
  {
    _id: 'provider-hosting',
    _type: 'provider',
    service: 'hosting',
    purpose: 'Runs the server and the database of this site.',
    data: 'Everything that this site keeps. What you hand over for your set-up is encrypted before it is stored.',
    order: 2,
  },
  {
    _id: 'provider-mail',
    _type: 'provider',
    service: 'mail',
    purpose: 'Delivers the mails that you get from us.',
    data: 'Your name, your e-mail address and what the mail says.',
    order: 3,
  },
  {
    _id: 'provider-content',
    _type: 'provider',
    service: 'content',
    name: 'Sanity',
    purpose: 'Holds the words and pictures of this site.',
    data: 'None of yours. It knows the people who edit this site.',
    url: 'https://www.sanity.io/legal/privacy',
    order: 4,
  },
]
