import {expect, test} from 'vitest'
import {anchors, headingParts, textAnchors} from './anchors.ts'
import type {TextBlock, TextMember} from './portable-text.ts'

test.each([
  ['1. Information We Collect', '1.', 'Information We Collect'],
  ['12) Fees', '12)', 'Fees'],
  ['2.1 Calendars', '2.1', 'Calendars'],
  ['§ 3 Refunds', '§ 3', 'Refunds'],
])('%j has the number %j and the words %j', (text, number, words) => {
  expect(headingParts(text)).toEqual({number, words})
})

test.each(['Cookies', '24/7 support', '2025', '1.'])('%j has no number', (text) => {
  expect(headingParts(text)).toEqual({words: text})
})

test('an anchor is made from the words of a heading, without its number', () => {
  expect(anchors(['1. Information We Collect', "7. Children's Privacy", 'Été & after'])).toEqual([
    'information-we-collect',
    'childrens-privacy',
    'ete-after',
  ])
})

test('a section that is put in before another leaves the anchor of the other as it was', () => {
  const before = anchors(['1. Cookies'])
  const after = anchors(['1. Scope', '2. Cookies'])
  expect(after).toContain(before[0])
})

test('anchors are unique among themselves and against what the page uses', () => {
  expect(anchors(['1. Cookies', '2. Cookies', 'Cookies 2', '3. Cookies'])).toEqual([
    'cookies',
    'cookies-2',
    'cookies-2-2',
    'cookies-3',
  ])
  expect(anchors(['Main'], ['main'])).toEqual(['main-2'])
})

test('a heading without a letter or digit still has an anchor', () => {
  expect(anchors(['!!!', '???'])).toEqual(['section', 'section-2'])
})

test('words of other scripts stay', () => {
  expect(anchors(['Конфиденциальность', '个人信息'])).toEqual(['конфиденциальность', '个人信息'])
})

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
