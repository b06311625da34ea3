import type {Page} from '../../types.gen.ts'
import {IDS, linkTo, listOf, type New, paragraph, text} from '../write.ts'

/** What it costs. */
export const pricingPage: New<Page> = {
  _id: IDS.pricing,
  _type: 'page',
  title: 'Pricing',
  path: '/pricing',
  seo: {
    _type: 'seo',
    description:
      'Lifetime access to a chat receptionist for your plumbing business: paid once, no subscription. Set-up, updates and priority support included.',
  },
  blocks: [
    {
      _type: 'hero',
      _key: 'hero',
      label: 'Pricing',
      title: 'You pay once. That is the whole price list.',
      lead: 'Lifetime access, with no subscription. The full set-up is done for you, and future updates and priority support are included.',
      drawing: 'tap',
    },
    {
      _type: 'plans',
      _key: 'plans',
      title: 'What you get, and what is due',
      intro: 'The invoice, before you buy.',
      plans: [{_type: 'reference', _key: 'lifetime-access', _ref: IDS.lifetimeAccess}],
      action: 'Get lifetime access',
      note: [
        paragraph(
          'note',
          'Fees are due in advance. There are no refunds once work on your set-up has begun. The details are in the ',
          {words: 'terms of service', document: IDS.terms},
          '.',
        ),
      ],
    },
    {
      _type: 'steps',
      _key: 'steps',
      title: 'What happens after you press the button',
      items: listOf('step', [
        {
          title: 'You pay on Stripe’s page',
          when: 'Today',
          text: 'A confirmation comes by mail. We do not store your full card number.',
        },
        {
          title: 'You fill in the set-up form',
          when: 'When it suits you',
          text: 'The mail leads there: your hours, your area, your calendar.',
        },
        {
          title: 'We set everything up',
          when: 'Same day or next day',
          text: 'Counted from when your payment and the form are in.',
        },
      ]),
    },
    {
      _type: 'faq',
      _key: 'faq',
      title: 'Before you buy',
      items: listOf('question', [
        {
          question: 'Is anything due later?',
          answer: text('No. Lifetime access is paid once, and there is no subscription.'),
        },
        {
          question: 'What does the set-up include?',
          answer: text('All of it. You give us the information we ask for; we do the full set-up for you.'),
        },
        {
          question: 'Are updates extra?',
          answer: text('No. Future updates and priority support are included.'),
        },
        {
          question: 'Can I get my money back?',
          answer: text(
            'Not once work on your set-up has begun. Please ask us anything you want to know first.',
          ),
        },
        {
          question: 'Who can buy?',
          answer: text('Plumbing businesses in the United States. We sell business to business only.'),
        },
      ]),
    },
    {
      _type: 'callToAction',
      _key: 'call',
      title: 'Still have a question?',
      text: 'Ask it before you pay. We would rather answer it now.',
      action: linkTo(IDS.contact, 'Write to us'),
    },
  ],
}
