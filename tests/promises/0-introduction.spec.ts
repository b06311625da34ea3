import {expect, test} from 'playwright/test'
import {unpacked} from '#tests/support/http.ts'
import {ask, sitePaths} from '#tests/support/site.ts'

/** Before §1: the policy is one click away from every page, and nothing says that a visitor agrees by going on. */

test('every page links to the policy', async ({request}) => {
  const paths = [
    ...(await sitePaths(request)),
    '/checkout/lifetime-access',
    '/checkout/thanks',
    '/cookies',
    '/no-such-page',
  ]
  expect(paths.length).toBeGreaterThan(6)
  for (const path of paths) {
    // A checkout begins an order and leads to its page.
    const {location} = (await ask(path)).headers
    expect(unpacked(await ask(location ?? path)), path).toMatch(/<a [^>]*href="\/privacy"/)
  }
})

test('no page says that to go on is to agree', async ({request}) => {
  for (const path of (await sitePaths(request)).filter((path) => path !== '/privacy' && path !== '/terms'))
    expect(unpacked(await ask(path)), path).not.toMatch(
      /by (?:continuing|using|browsing)[^.]*you (?:agree|accept)/i,
    )
})
