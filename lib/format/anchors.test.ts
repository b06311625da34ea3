import {expect, test} from 'vitest'
import {textAnchors} from './anchors.ts'
import type {TextBlock, TextMember} from './portable-text.ts'

const block = (
  _key: string,
  style: TextBlock['style'],
  text: string,
  rest: Partial<TextBlock> = {},
): TextMember => ({
  _type: 'block',
  _key,
  style,
  markDefs: [],
  children: [{_type: 'span', _key: 's', text, marks: []}],
  ...rest,
})
const link = (href: string) => block(href, 'normal', 'see', {markDefs: [{_type: 'link', _key: 'l', href}]})

const HEADINGS = [
  block('a', 'h2', '1. Contact'),
  block('b', 'h3', 'Rights & EU'),
  block('c', 'h2', '2. Contact'),
  block('d', 'normal', 'Words.', {anchors: ['own']}),
]

test('every heading has an id from its words, and what has anchors of its own keeps them', () => {
  const {ids, dead} = textAnchors(HEADINGS, {taken: ['main']})
  expect(Object.fromEntries(ids)).toEqual({d: ['own'], a: ['contact'], b: ['rights-eu'], c: ['contact-2']})
  expect(dead).toEqual([])
})

test.each([
  ['#1-contact', 'a'],
  ['#rights--eu', 'b'],
  ['#rights-and-eu', undefined],
  ['#contact-1', 'c'],
  ['#user-content-2-contact', 'c'],
  ['#Contact', 'a'],
  ['#fees', undefined],
])(
  'the form %s of another system leads to its heading, and only forms that a link uses are added',
  (href, key) => {
    const {ids, dead} = textAnchors([...HEADINGS, link(href)])
    const added = [...ids].filter(([, names]) => names.includes(href.slice(1))).map(([of]) => of)
    expect(added).toEqual(key === undefined ? [] : [key])
    expect(dead).toEqual(key === undefined ? [{key: href, name: href.slice(1)}] : [])
    expect([...ids.values()].flat()).toHaveLength(key === undefined ? 4 : 5)
  },
)

test('a link to the title leads to the top', () => {
  expect(textAnchors([...HEADINGS, link('#privacy-policy')], {title: 'Privacy Policy'}).title).toEqual([
    'privacy-policy',
  ])
})
