import {expect, test} from 'vitest'
import {browserFamily} from './access-log.ts'

const CHROME =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36'

test.each([
  [CHROME, 'Chrome'],
  [`${CHROME} Edg/140.0.0.0`, 'Edge'],
  ['Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', 'Firefox'],
  ['Mozilla/5.0 (Macintosh) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/605.1.15', 'Safari'],
  ['Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)', 'Robot'],
  ['curl/8.0 secret@example.com', 'other'],
  ['', 'none'],
  [undefined, 'none'],
])('%s', (userAgent, family) => {
  expect(browserFamily(userAgent)).toBe(family)
})
