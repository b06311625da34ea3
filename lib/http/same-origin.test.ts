import {expect, test} from 'vitest'
import {isSameOrigin} from './same-origin.ts'

const SITE = 'https://plumbperfectleads.help'
const from = (headers: Record<string, string>) => isSameOrigin(new Headers(headers), SITE)

test('a form of this site is let in', () => {
  expect(from({'sec-fetch-site': 'same-origin', origin: SITE})).toBe(true)
  expect(from({'sec-fetch-site': 'same-origin'})).toBe(true)
  expect(from({origin: SITE})).toBe(true)
})

test.each<Record<string, string>>([
  {},
  {'sec-fetch-site': 'cross-site', origin: 'https://elsewhere.example'},
  {'sec-fetch-site': 'same-site', origin: 'https://shop.plumbperfectleads.help'},
  {'sec-fetch-site': 'none'},
  {origin: 'null'},
  {origin: 'https://elsewhere.example'},
  {'sec-fetch-site': 'same-origin', origin: 'https://elsewhere.example'},
  {'sec-fetch-site': 'cross-site', origin: SITE},
])('%j is refused', (headers) => {
  expect(from(headers)).toBe(false)
})
