import type {Plan} from '../types.gen.ts'

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
