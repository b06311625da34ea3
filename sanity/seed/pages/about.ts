import type {Page} from '../../types.gen.ts'
import {IDS, linkTo, listOf, type New, paragraph, text} from '../write.ts'

/** Who is behind it. */
export const aboutPage: New<Page> = {
  _id: IDS.about,
  _type: 'page',
  title: 'About',
  path: '/about',
  seo: {
    _type: 'seo',
    description:
      'PlumbPerfect Leads makes a chat receptionist for plumbing businesses in the United States, and does the full set-up for them.',
  },
  blocks: [
    {
      _type: 'hero',
      _key: 'hero',
      label: 'About',
      title: 'Plumbing does not keep office hours.',
      lead: 'PlumbPerfect Leads makes a chat receptionist for plumbing businesses, so that somebody who reaches out at two in the morning gets an answer and an appointment.',
      drawing: 'clock',
    },
    {
      _type: 'textWithPicture',
      _key: 'why',
      title: 'Why a receptionist',
      text: text(
        'You cannot answer with both hands in a wall. But a homeowner with water on the floor is not going to wait until you can.',
        'So the assistant does what a good front desk does: it takes down the lead, asks the questions that matter, finds a slot and writes it into your calendar. When a question needs a plumber, it gets you, by text or call.',
      ),
      drawing: 'phone',
      side: 'left',
    },
    {
      _type: 'features',
      _key: 'values',
      title: 'What we hold ourselves to',
      items: listOf('feature', [
        {
          title: 'Reliability',
          text: 'A leak can come at any hour. So the receptionist is on duty at every hour.',
          drawing: 'valve',
        },
        {
          title: 'Innovation',
          text: 'The work does not stop when you have paid. Future updates are included.',
          drawing: 'wrench',
        },
        {
          title: 'Customer focus',
          text: 'We do the full set-up for you, and priority support is part of the price.',
          drawing: 'chat',
        },
      ]),
    },
    {
      _type: 'richText',
      _key: 'written-down',
      text: [
        {...paragraph('heading', 'In writing'), style: 'h2'},
        paragraph(
          'who',
          'We work with plumbing businesses in the United States, business to business only. What we ask you for and what we do with it is in the ',
          {words: 'privacy policy', document: IDS.privacy},
          '; what you buy and what it costs is in the ',
          {words: 'terms of service', document: IDS.terms},
          '.',
        ),
      ],
    },
    {
      _type: 'callToAction',
      _key: 'call',
      title: 'See what it costs',
      text: 'One payment, and the set-up is done for you.',
      action: linkTo(IDS.pricing, 'Go to the price'),
    },
  ],
}
