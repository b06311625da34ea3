import type {Block, BlockOf, BlockType} from '../block.ts'
import {textOf} from './text-of.ts'

const buy = {_key: 'buy', label: 'Get lifetime access', href: '/checkout/lifetime-access'}
const more = {_key: 'more', label: 'Read more', href: '/about'}

const messages = [
  {_key: 'm1', speaker: 'homeowner', time: '02:14', text: 'The tap will not close. Is anyone there?'},
  {_key: 'm2', speaker: 'assistant', time: '02:14', text: 'Yes. Can you reach the valve under the sink?'},
] satisfies NonNullable<BlockOf<'hero'>['conversation']>['messages']

/** One block of each type with every field filled, for the page of all blocks and for tests. */
export const EXAMPLES = {
  hero: {
    _type: 'hero',
    _key: 'hero',
    label: 'Label',
    title: 'The heading of a page',
    lead: 'A sentence or two that say what somebody finds here and what to do next.',
    actions: [buy, more],
    drawing: 'tap',
    conversation: {label: 'A tap at night', messages},
    workOrder: {title: 'Work order', rows: [{_key: 'r1', name: 'Job', value: 'Tap, kitchen'}]},
  },
  features: {
    _type: 'features',
    _key: 'features',
    title: 'Features',
    intro: 'A sentence under the heading.',
    items: [
      {_key: 'f1', title: 'A feature', text: 'What it does.', drawing: 'valve'},
      {_key: 'f2', title: 'A second one', text: 'What that one does.', drawing: null},
    ],
  },
  steps: {
    _type: 'steps',
    _key: 'steps',
    title: 'Steps',
    intro: 'A sentence under the heading.',
    items: [
      {_key: 's1', title: 'First', when: 'Today', text: 'What happens first.'},
      {_key: 's2', title: 'Then', when: 'Tomorrow', text: 'What happens then.'},
    ],
  },
  textWithPicture: {
    _type: 'textWithPicture',
    _key: 'textWithPicture',
    title: 'Text with picture',
    text: textOf('A paragraph beside a drawing.', 'And a second one.'),
    links: [more],
    picture: null,
    drawing: 'wrench',
    side: 'left',
  },
  plans: {
    _type: 'plans',
    _key: 'plans',
    title: 'Plans',
    intro: 'A sentence under the heading.',
    plans: [
      {
        _id: 'plan',
        name: 'Lifetime access',
        slug: 'lifetime-access',
        summary: 'What it is.',
        features: ['One thing', 'Another thing'],
        badge: 'Paid once',
        lookupKey: 'lifetime_access',
      },
    ],
    action: 'Get lifetime access',
    note: textOf('The small print.'),
  },
  faq: {
    _type: 'faq',
    _key: 'faq',
    title: 'Questions',
    items: [
      {_key: 'q1', question: 'A question?', answer: textOf('An answer.')},
      {_key: 'q2', question: 'Another question?', answer: textOf('Another answer.')},
    ],
  },
  callToAction: {
    _type: 'callToAction',
    _key: 'callToAction',
    title: 'Call to action',
    text: 'What happens next.',
    action: {...buy, _key: null},
  },
  contactForm: {
    _type: 'contactForm',
    _key: 'contactForm',
    title: 'Contact form',
    intro: 'A sentence under the heading.',
    action: 'Send',
  },
  richText: {
    _type: 'richText',
    _key: 'richText',
    text: [
      {...textOf('A heading')[0], _key: 'h', _type: 'block', style: 'h2', markDefs: null},
      ...textOf('A paragraph of running text.'),
      {
        _type: 'callout',
        _key: 'callout',
        label: 'Good to know',
        text: textOf('Words set apart.'),
        markDefs: null,
      },
      {
        _type: 'table',
        _key: 'table',
        caption: 'A table',
        rows: [
          {_type: 'tableRow', _key: 't1', cells: ['What', 'When']},
          {_type: 'tableRow', _key: 't2', cells: ['Set-up', 'Same day or next day']},
        ],
        markDefs: null,
      },
    ],
  },
  announcement: {
    _type: 'announcement',
    _key: 'announcement',
    text: 'One line of news.',
    link: {...more, _key: null},
  },
} satisfies {[Type in BlockType]: BlockOf<Type>}

/** The same as a page has them. */
export const EXAMPLE_BLOCKS: readonly Block[] = Object.values(EXAMPLES)
