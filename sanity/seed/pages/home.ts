import type {Page} from '../../types.gen.ts'
import {IDS, linkTo, listOf, type New, paragraph, text} from '../write.ts'

/** The front page. */
export const homePage: New<Page> = {
  _id: IDS.home,
  _type: 'page',
  title: 'A chat receptionist on duty day and night',
  path: '/',
  seo: {
    _type: 'seo',
    title: 'PlumbPerfect Leads: a chat receptionist for plumbing businesses',
    description:
      'On duty day and night: captures the lead, asks the qualifying questions and books the job into your calendar. Paid once, set up for you.',
  },
  blocks: [
    {
      _type: 'hero',
      _key: 'hero',
      label: 'For plumbing businesses',
      title: 'You sleep. The\u00a0job gets booked.',
      lead: 'A chat receptionist for your plumbing business, on duty day and night. It captures the lead the moment someone reaches out, asks the qualifying questions, and books the job into your calendar.',
      actions: [
        {...linkTo(IDS.lifetimeAccess, 'Get lifetime access'), _key: 'buy'},
        {...linkTo(IDS.pricing, 'See the price'), _key: 'pricing'},
      ],
      conversation: {
        _type: 'conversation',
        label: 'A leak at night',
        messages: listOf('conversationMessage', [
          {
            speaker: 'homeowner',
            time: '02:14',
            text: 'Water is coming through my kitchen ceiling. Is anyone there?',
          },
          {
            speaker: 'assistant',
            time: '02:14',
            text: 'Yes. Have you shut the water off at the main? And is it a house or an apartment?',
          },
          {speaker: 'homeowner', time: '02:15', text: 'Shut off. It’s a house, the bathroom is right above.'},
          {
            speaker: 'assistant',
            time: '02:15',
            text: 'Good. The first open visit is today at 7:30 AM. Shall I book it?',
          },
          {speaker: 'homeowner', time: '02:16', text: 'Yes, please.'},
          {
            speaker: 'assistant',
            time: '02:16',
            text: 'Booked for 7:30 AM. Your plumber has everything you told me.',
          },
        ]),
      },
      workOrder: {
        _type: 'workOrder',
        title: 'Work order',
        rows: listOf('workOrderRow', [
          {name: 'Visit', value: 'Today, 7:30 AM'},
          {name: 'Job', value: 'Leak, bathroom above kitchen'},
          {name: 'Property', value: 'House'},
          {name: 'Water', value: 'Shut off at the main'},
          {name: 'Lead came in', value: 'Chat, 2:14 AM'},
          {name: 'Booked into', value: 'Google Calendar'},
        ]),
      },
    },
    {
      _type: 'features',
      _key: 'features',
      title: 'What it does while you are on a job',
      intro: 'Or under a sink, on the road, at dinner, asleep.',
      items: listOf('feature', [
        {
          title: 'Captures the lead',
          text: 'Someone writes, at any hour, and gets an answer. You get the lead the moment they reach out.',
          drawing: 'chat',
        },
        {
          title: 'Asks before anyone drives',
          text: 'It asks the qualifying questions, so you know what kind of job it is before the van leaves the yard.',
          drawing: 'valve',
        },
        {
          title: 'Books the job',
          text: 'The appointment goes into your own calendar: Google Calendar or Outlook Calendar.',
          drawing: 'calendar',
        },
        {
          title: 'Gets you when it has to',
          text: 'When it cannot answer, it hands the lead to you by text or call.',
          drawing: 'phone',
        },
      ]),
    },
    {
      _type: 'steps',
      _key: 'steps',
      title: 'Set up for you, start to finish',
      intro: 'You answer a few questions. We do the rest.',
      items: listOf('step', [
        {
          title: 'Pay once',
          when: 'Today',
          text: 'Lifetime access has one price and no subscription. You pay on Stripe’s own page.',
        },
        {
          title: 'Tell us how you work',
          when: 'Right after',
          text: 'The confirmation mail leads to a set-up form: your hours, your area, your calendar.',
        },
        {
          title: 'We set it up',
          when: 'Same day or next day',
          text: 'The clock starts once your payment and the form are in.',
        },
        {
          title: 'It goes on duty',
          when: 'From then on',
          text: 'Future updates and priority support are part of what you paid for.',
        },
      ]),
    },
    {
      _type: 'textWithPicture',
      _key: 'reports',
      title: 'Know where your jobs come from',
      text: text(
        'The report shows where your leads come from, how many become booked appointments, and how the assistant did.',
        'So the next time you decide where to put your name, you decide with your own numbers.',
      ),
      drawing: 'report',
      side: 'right',
    },
    {
      _type: 'plans',
      _key: 'plans',
      title: 'One price, paid once',
      intro: 'Nothing is due after that.',
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
      _type: 'faq',
      _key: 'faq',
      title: 'Fair questions',
      items: listOf('question', [
        {
          question: 'How soon does it answer its first customer?',
          answer: text(
            'We set it up the same day or the next day, once your payment and the information we need have arrived.',
          ),
        },
        {
          question: 'Which calendars does it book into?',
          answer: text('Google Calendar and Outlook Calendar.'),
        },
        {
          question: 'What if it does not know the answer?',
          answer: text('It hands the lead to you by text or call, and you take it from there.'),
        },
        {
          question: 'Is there a monthly fee?',
          answer: text('No. You pay once. There is no subscription.'),
        },
        {
          question: 'Can I get my money back?',
          answer: [
            paragraph(
              'refund',
              'Not once work on your set-up has begun. If anything is unclear, ',
              {words: 'ask us', document: IDS.contact},
              ' before you buy.',
            ),
          ],
        },
      ]),
    },
    {
      _type: 'callToAction',
      _key: 'call',
      title: 'Let it take the night shift',
      text: 'Set up the same day or the next, once your payment and your information are in.',
      action: linkTo(IDS.lifetimeAccess, 'Get lifetime access'),
    },
  ],
}
