import type {TextMember} from '../format/portable-text.ts'

/**
 * Every promise of the privacy policy: the sentences that make it, what keeps it, and the tests that prove that. The page
 * `/privacy/proof` is made from this list, and the Studio warns when a sentence of it changes.
 */

export type PolicyPromise = {
  id: string
  /** The section of the policy; `0` is what stands before the first. */
  section: number
  title: string
  /** As the policy says them. A sentence may belong to several promises. */
  sentences: readonly string[]
  /** What keeps it, for a reader who runs a business and not a server. */
  kept: string
  /** Files of tests, relative to the project's folder. */
  tests: readonly string[]
}

const ACCESS =
  'You have the right to request access to, correction of, or deletion of the personal information we hold about you.'

export const PROMISES: readonly PolicyPromise[] = [
  {
    id: 'at-hand',
    section: 0,
    title: 'The policy is always at hand',
    sentences: [
      'By using our website and services, you agree to the collection and use of information in accordance with this policy.',
    ],
    kept: 'Every page links to the policy at its foot, and the checkout names the very version that you agree to. No banner says that you agree by going on.',
    tests: ['tests/promises/0-introduction.spec.ts'],
  },
  {
    id: 'no-accounts',
    section: 1,
    title: 'No accounts and no logins',
    sentences: [
      'Because our website has no user accounts or logins, we collect a limited amount of information.',
    ],
    kept: 'Clients get links by mail that work once. No page asks for a password to this site, and no visit leaves a session behind.',
    tests: ['tests/promises/1-information.spec.ts', 'tests/integration/orders/setup.test.ts'],
  },
  {
    id: 'four-fields',
    section: 1,
    title: 'Name, business, e-mail and phone, and no more',
    sentences: [
      'Information You Provide to Us: When you purchase our services, we collect information necessary to complete the transaction and set up your service.',
      'Contact Information: Your name, business name, email address, and phone number.',
    ],
    kept: 'Our database has a place for these four and for nothing else about a client, and Stripe is asked for nothing else.',
    tests: ['tests/promises/1-contact-information.test.ts'],
  },
  {
    id: 'paid-at-stripe',
    section: 1,
    title: 'Your card is handled by Stripe alone',
    sentences: [
      'Payment Information: Your payment details are processed securely by our third-party payment processor (e.g., Stripe).',
    ],
    kept: 'You pay on a page of Stripe’s own. Our pages have no field for a card and load nothing of Stripe’s.',
    tests: ['tests/promises/1-information.spec.ts', 'tests/integration/orders/checkout.test.ts'],
  },
  {
    id: 'no-card-number',
    section: 1,
    title: 'No card number is stored here',
    sentences: ['We do not store your full credit card number on our servers.'],
    kept: 'A card number that is typed into a message or a form of ours by mistake is refused before it is kept anywhere.',
    tests: [
      'lib/format/card-number.test.ts',
      'tests/integration/contact.test.ts',
      'tests/integration/orders/setup.test.ts',
    ],
  },
  {
    id: 'service-data',
    section: 1,
    title: 'What you hand over for the set-up is sealed',
    sentences: [
      'Service Data: Any business data, configurations, or credentials you provide for us to implement the automation service.',
    ],
    kept: 'It is encrypted with a key of its own for each order, is never shown back on the site, and stands in no log and no mail. Destroying the key erases it for good.',
    tests: ['lib/crypto.test.ts', 'tests/integration/orders/setup.test.ts', 'tests/e2e/canary.spec.ts'],
  },
  {
    id: 'log-data',
    section: 1,
    title: 'The log holds your address, kind of browser and the page, for 30 days',
    sentences: [
      'Information We Collect Automatically: When you visit our website, we may collect basic technical information, such as:',
      'Log Data: Your IP address, browser type, and pages visited.',
    ],
    kept: 'Each line has a fixed form. What follows a question mark in an address is never written, and one-time links are blotted out.',
    tests: [
      'tests/promises/1-log-data.test.ts',
      'tests/e2e/access-log.spec.ts',
      'packages/document-server/log/mask-path.test.ts',
    ],
  },
  {
    id: 'cookies-named',
    section: 1,
    title: 'Every cookie is named',
    sentences: ['Cookies: We use cookies to operate and analyze our website.'],
    kept: 'The page about cookies is made from the list that the site itself works with, and a browser is searched for any that is not on it.',
    tests: ['tests/promises/5-cookies.spec.ts', 'tests/promises/5-cookies.test.ts'],
  },
  {
    id: 'purposes',
    section: 2,
    title: 'Used for what it was given for',
    sentences: [
      'We use the information we collect for the following purposes:',
      'To Provide Our Services: To set up, manage, and deliver the automation services you purchased.',
      'To Process Payments: To bill you for our services through our payment processor.',
      'To Communicate With You: To send you service-related updates, respond to your inquiries, and provide customer support.',
    ],
    kept: 'Each kind of mail that the site can send is about an order or a message of yours. There is no newsletter, and no list to be put on.',
    tests: ['tests/promises/2-purposes.test.ts', 'tests/integration/orders/mail.test.ts'],
  },
  {
    id: 'counted-without-cookies',
    section: 2,
    title: 'Visits are counted without following anybody',
    sentences: [
      'To Improve Our Website: To understand how visitors use our site and make improvements to its functionality and user experience.',
    ],
    kept: 'The log is added up into how often each page was read on a day. Only those sums stay.',
    tests: ['tests/integration/visits.test.ts', 'lib/visits.test.ts'],
  },
  {
    id: 'no-sale',
    section: 3,
    title: 'Nothing is sold',
    sentences: ['We do not sell your personal information.'],
    kept: 'Our pages load nothing from other companies. Should analytics ever be in use, advertising stays denied whatever you answer, and Global Privacy Control counts as a no.',
    tests: ['tests/promises/3-sharing.spec.ts', 'tests/promises/5-analytics.spec.ts'],
  },
  {
    id: 'providers-named',
    section: 3,
    title: 'Everybody who helps us is named',
    sentences: [
      'We may share your information only in the following limited circumstances:',
      'With Service Providers: We share information with third-party companies that help us operate our business, such as payment processors (e.g., Stripe) and cloud hosting services.',
    ],
    kept: 'A public page lists each provider, what for, and which data. Our server refuses to connect to any other host.',
    tests: ['tests/promises/3-providers.test.ts'],
  },
  {
    id: 'minimum-data',
    section: 3,
    title: 'Providers get what their work needs',
    sentences: [
      'These providers are only given access to the information necessary to perform their functions and are contractually obligated to protect it.',
    ],
    kept: 'Stripe gets an order number and nothing personal from us: you give it the rest yourself. The system that holds our words holds nobody’s data.',
    tests: ['tests/promises/1-contact-information.test.ts', 'tests/e2e/canary.spec.ts'],
  },
  {
    id: 'disclosures',
    section: 3,
    title: 'What an authority gets is written down',
    sentences: [
      'For Legal Reasons: We may disclose your information if required to do so by law or in response to a valid request by a public authority (e.g., a court or government agency).',
    ],
    kept: 'Who looked at or gave out what is confidential stands in a register that the database lets nobody change or shorten, not even us.',
    tests: ['tests/promises/3-disclosures.test.ts'],
  },
  {
    id: 'safeguards',
    section: 4,
    title: 'Reasonable safeguards',
    sentences: [
      'We implement reasonable security measures to protect your information from unauthorized access, use, or disclosure.',
    ],
    kept: 'Every answer of the server, errors included, tells browsers to run no foreign script, to show the site in no foreign frame and to guess nothing.',
    tests: ['tests/promises/4-security.spec.ts', 'lib/http/content-policies.test.ts'],
  },
  {
    id: 'encrypted',
    section: 4,
    title: 'Encrypted on the way',
    sentences: ['This includes using technical safeguards like SSL/TLS encryption for our website.'],
    kept: 'Browsers are told to use nothing but an encrypted connection. Database, mail and payment on other machines are refused without encryption.',
    tests: ['tests/promises/4-security.spec.ts', 'lib/env.test.ts'],
  },
  {
    id: 'no-guarantee',
    section: 4,
    title: 'No promise of perfect security',
    sentences: [
      'However, no method of transmission over the Internet is 100% secure, and we cannot guarantee absolute security.',
    ],
    kept: 'No page of ours claims otherwise. Their words are searched for such claims.',
    tests: ['tests/promises/4-security.spec.ts'],
  },
  {
    id: 'asked-first',
    section: 5,
    title: 'Analytics only after you said yes',
    sentences: [
      'We use them to help our website function and to gather analytics data (e.g., via Google Analytics) to improve our site.',
    ],
    kept: 'It is not in use today. When it is, nothing is loaded or stored before your answer, no is as easy as yes, and taking a yes back removes what was stored.',
    tests: [
      'tests/promises/5-analytics.spec.ts',
      'tests/promises/5-cookies.test.ts',
      'tests/promises/5-question.test.tsx',
    ],
  },
  {
    id: 'works-without-cookies',
    section: 5,
    title: 'Everything works without cookies',
    sentences: [
      'You can instruct your browser to refuse all cookies or to indicate when a cookie is being sent.',
      'However, if you do not accept cookies, some parts of our site may not function properly.',
    ],
    kept: 'Reading, buying, writing to us: all of it works with cookies and scripts switched off.',
    tests: ['tests/e2e/purchase.spec.ts', 'tests/e2e/contact.spec.ts', 'tests/promises/5-cookies.spec.ts'],
  },
  {
    id: 'access',
    section: 6,
    title: 'You can see what is held about you',
    sentences: [ACCESS],
    kept: 'After a check that it is you, you get everything that is held about you, for reading and for machines, and nothing of anybody else.',
    tests: ['tests/integration/personal-data/truth.test.ts', 'tests/e2e/privacy-requests.spec.ts'],
  },
  {
    id: 'correction',
    section: 6,
    title: 'You can have it corrected',
    sentences: [ACCESS],
    kept: 'A correction is made in our database and at Stripe.',
    tests: ['tests/integration/personal-data/requests.test.ts'],
  },
  {
    id: 'deletion',
    section: 6,
    title: 'You can have it deleted',
    sentences: [ACCESS],
    kept: 'It is erased, or, where the law wants it kept, held with a reason and a last day that you are told.',
    tests: [
      'tests/integration/personal-data/requests.test.ts',
      'tests/integration/personal-data/truth.test.ts',
    ],
  },
  {
    id: 'reachable',
    section: 6,
    title: 'A request reaches us',
    sentences: ['To make such a request, please contact us at the email address below.'],
    kept: 'The contact form takes such requests by name, confirms them at once, and shows us the last day for an answer, 28 days on.',
    tests: ['tests/integration/contact.test.ts', 'tests/e2e/contact.spec.ts'],
  },
  {
    id: 'for-businesses',
    section: 7,
    title: 'For businesses, not for children',
    sentences: [
      'Our services are intended for businesses and are not directed at individuals under the age of 13.',
      'We do not knowingly collect personal information from children.',
    ],
    kept: 'No form asks for an age or a date of birth. A parent can ask for a child’s data to be deleted, under a subject of its own.',
    tests: ['tests/promises/1-information.spec.ts', 'tests/integration/contact.test.ts'],
  },
  {
    id: 'changes-posted',
    section: 8,
    title: 'Changes are posted, and dated',
    sentences: [
      'We may update this Privacy Policy from time to time.',
      'We will notify you of any changes by posting the new policy on this page and updating the "Last Updated" date at the top.',
    ],
    kept: 'A changed text gets a number and a date, and every earlier one stays where it can be read and compared.',
    tests: [
      'tests/integration/policies/publish.test.ts',
      'tests/integration/policies/seals.test.ts',
      'tests/e2e/main-job.spec.ts',
    ],
  },
  {
    id: 'contact',
    section: 9,
    title: 'The contact page answers at that address',
    sentences: [
      'If you have any questions about this Privacy Policy, please contact us at https://plumbperfectleads.help/contact/',
    ],
    kept: 'It answers with the slash and without, takes a message without scripts and cookies, and the message reaches us and our records.',
    tests: ['tests/e2e/contact.spec.ts', 'tests/integration/contact.test.ts'],
  },
]

/** Sentences of the policy that explain and promise nothing. */
const EXPLANATIONS: readonly string[] = [
  'PlumbPerfect Leads ("we," "us," or "our") is committed to protecting your privacy.',
  'This Privacy Policy explains how we collect, use, and protect the information of our business clients ("you" or "Client").',
  'This may include:',
  'See Section 5 for more details.',
  'Cookies are small text files stored on your device.',
]

/** Personal data and how long each kind is kept, for the page of proof. */
export const KEPT_FOR: readonly {what: string; time: string; why: string}[] = [
  {what: 'Lines of the access log', time: '30 days', why: 'To find faults and abuse'},
  {what: 'Sums of visits', time: 'For good', why: 'They say nothing about anybody'},
  {
    what: 'Messages of the contact form',
    time: 'Until you ask for their deletion',
    why: 'To answer, and to know what was said',
  },
  {what: 'Messages that look like spam', time: '30 days', why: 'To find those that were held by mistake'},
  {what: 'Answers about analytics', time: 'One year', why: 'To show that you were asked'},
  {what: 'One-time links', time: '14 days to use, forgotten 30 days later', why: 'To open your set-up form'},
  {
    what: 'What you hand over for the set-up',
    time: 'Until you ask, or we delete it',
    why: 'To run your assistant',
  },
  {what: 'Orders and invoices', time: 'As long as tax law says', why: 'The law'},
]

export type BoundText = {
  /** Sentences of the text that no promise and no explanation of the register holds. */
  unbound: string[]
  /** Promises of which a sentence no longer stands in the text, with these sentences. */
  missing: {promise: PolicyPromise; sentences: string[]}[]
}

/** Compares a text with the register. */
export function compareWithRegister(sentences: readonly string[]): BoundText {
  const said = new Set(sentences.map(plain))
  const known = new Set([...PROMISES.flatMap((promise) => promise.sentences), ...EXPLANATIONS].map(plain))
  return {
    unbound: sentences.filter((sentence) => !known.has(plain(sentence))),
    missing: PROMISES.flatMap((promise) => {
      const gone = promise.sentences.filter((sentence) => !said.has(plain(sentence)))
      return gone.length === 0 ? [] : [{promise, sentences: gone}]
    }),
  }
}

/** The promises that a sentence makes. */
export function promisesOf(sentence: string): PolicyPromise[] {
  const words = plain(sentence)
  return PROMISES.filter(({sentences}) => sentences.some((one) => plain(one) === words))
}

/** Where a sentence ends: before the next one's first letter. "e.g., Stripe" goes on. */
const END = /(?<=[.!?])\s+(?=[\p{Lu}\p{N}"“(])/u

/** Blocks that say nothing by themselves. */
const HEADINGS: ReadonlySet<string> = new Set(['subtitle', 'h2', 'h3', 'h4'])

/** The sentences of a text in their order, headings left out. Words before a colon belong to the sentence after it. */
export function sentencesOf(members: readonly TextMember[]): string[] {
  return members.flatMap((member) => {
    if (member._type === 'callout') return sentencesOf(member.text)
    if (member._type !== 'block' || HEADINGS.has(member.style)) return []
    return tidy(member.children.map(({text}) => text).join(''))
      .split(END)
      .filter((sentence) => sentence !== '')
  })
}

/** A sentence as it is shown: signs that nobody sees, and how it was spaced, are no part of it. */
const tidy = (text: string) =>
  text
    .replace(/[\u200b-\u200f\u2060-\u2064\ufeff]/g, '')
    .replace(/\s+/g, ' ')
    .trim()

/** A sentence as it is compared: the shape of quotation marks changes no meaning either. */
const plain = (text: string) => tidy(text).replace(/[“”]/g, '"').replace(/[‘’]/g, "'")
