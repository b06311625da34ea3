import {expect, test} from 'vitest'
import {anchors, headingParts} from './headings.ts'

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
