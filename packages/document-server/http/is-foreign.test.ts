import {expect, test} from 'vitest'
import {isForeign} from './is-foreign.ts'

const SITE = 'https://plumbperfectleads.help'

test.each([
  [{}, false],
  [{origin: SITE}, false],
  [{origin: SITE, 'sec-fetch-site': 'same-origin'}, false],
  [{origin: 'https://elsewhere.example'}, true],
  [{origin: 'null'}, true],
  [{'sec-fetch-site': 'cross-site'}, true],
  [{origin: SITE, 'sec-fetch-site': 'same-site'}, true],
])('%j', (headers, expected) => {
  expect(isForeign(headers, SITE)).toBe(expected)
})
