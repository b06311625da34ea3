import {describe, expect, test} from 'vitest'
import {findDates, writtenDate} from './written-dates.ts'

test.each([
  ['January 6, 2023', '2023-01-06', 'MMMM D, YYYY'],
  ['Jan. 6 2023', '2023-01-06', 'MMM. D YYYY'],
  ['January 06, 2023', '2023-01-06', 'MMMM DD, YYYY'],
  ['May 2nd, 2023', '2023-05-02', 'MMMM Do, YYYY'],
  ['6 January 2023', '2023-01-06', 'D MMMM YYYY'],
  ['11th of May, 2023', '2023-05-11', 'Do of MMMM, YYYY'],
  ['06-Jan-2023', '2023-01-06', 'DD-MMM-YYYY'],
  ['May 2023', '2023-05-01', 'MMMM YYYY'],
  ['2023-01-06', '2023-01-06', 'YYYY-MM-DD'],
  ['2023/1/6', '2023-01-06', 'YYYY/M/D'],
  ['11/09/2025', '2025-11-09', 'MM/DD/YYYY'],
  ['1/6/2023', '2023-01-06', 'M/D/YYYY'],
  ['25/5/2018', '2018-05-25', 'D/M/YYYY'],
  ['1/6/23', '2023-01-06', 'M/D/YY'],
])('%s is read, and written again as it was', (words, iso, format) => {
  expect(findDates(`as of ${words}.`)).toEqual([{iso, format, start: 6, end: 6 + words.length}])
  expect(writtenDate(iso, format)).toBe(words)
})

test('of two numbers the locale says which is the month, unless only one of them can be', () => {
  const iso = (words: string, locale: string) => findDates(words, locale)[0]?.iso
  expect(iso('1/6/2023', 'en-GB')).toBe('2023-06-01')
  expect(iso('5/25/2018', 'en-GB')).toBe('2018-05-25')
  expect(iso('06.01.2023', 'de-DE')).toBe('2023-01-06')
})

describe('no date is', () => {
  test.each([
    '31 February 2023',
    '13/13/2023',
    'may 2 people',
    '1.2.3',
    '12/2023/4',
    'section 4.10.2023.1',
    'Maya 2023',
    '2023',
  ])('%s', (words) => {
    expect(findDates(words)).toEqual([])
  })
})

test('several dates are found in order, and each once', () => {
  expect(findDates('From January 6, 2023 to 2024-02-01').map(({iso}) => iso)).toEqual([
    '2023-01-06',
    '2024-02-01',
  ])
})

test('text that is no ISO date is given back, and without a format the date is in US order', () => {
  expect(writtenDate('soon')).toBe('soon')
  expect(writtenDate('2025-11-09')).toBe('11/09/2025')
})
