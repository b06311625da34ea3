import {expect, test} from 'vitest'
import {headingParts} from './heading.ts'

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
