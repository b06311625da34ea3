import type {Page} from '../../types.gen.ts'
import {IDS, type New, paragraph} from '../write.ts'

/** How to reach the business. */
export const contactPage: New<Page> = {
  _id: IDS.contact,
  _type: 'page',
  title: 'Contact',
  path: '/contact',
  seo: {
    _type: 'seo',
    description:
      'Write to PlumbPerfect Leads: questions before you buy, your set-up, or your personal information.',
  },
  blocks: [
    {
      _type: 'contactForm',
      _key: 'form',
      title: 'Write to us',
      intro:
        'A question before you buy, something about your set-up, or a request about your personal information: it all arrives here.',
      action: 'Send the message',
    },
    {
      _type: 'richText',
      _key: 'data',
      text: [
        {...paragraph('heading', 'What happens to your message'), style: 'h2'},
        paragraph(
          'use',
          'We use it to answer you. How we handle what you tell us is in the ',
          {words: 'privacy policy', document: IDS.privacy},
          '.',
        ),
        paragraph(
          'access',
          'To see, correct or delete what we hold about you, choose that subject in the form.',
        ),
      ],
    },
  ],
}
