import {expect, test} from 'playwright/test'
import {unpacked} from '#tests/support/http.ts'
import {ask, sitePaths} from '#tests/support/site.ts'

/** §4: every kind of answer carries the safeguards, and no page claims that they are perfect. */

const KINDS = {
  'a page': '/privacy',
  'a page made for one reader': '/cookies',
  'a missing page': '/no-such-page',
  'a redirect': '/checkout/lifetime-access',
  data: '/api/health',
  'a refusal of data': '/api/no-such-endpoint',
  'a file': '/.well-known/gpc.json',
  'a twin in Markdown': '/privacy.md',
  'the Studio': '/studio',
  'what cannot be read': '/%',
}

for (const [kind, path] of Object.entries(KINDS))
  test(`${kind} carries every header`, async () => {
    const {headers} = await ask(path)
    expect(headers['strict-transport-security']).toMatch(/max-age=\d{5,}/)
    expect(headers['x-content-type-options']).toBe('nosniff')
    expect(headers['referrer-policy']).toBe('same-origin')
    expect(headers['cross-origin-opener-policy']).toBe('same-origin')
    expect(headers['permissions-policy']).toContain('camera=()')
    expect(headers['content-security-policy']).toMatch(/default-src '(?:none|self)'/)
    expect(headers['content-security-policy']).toMatch(/frame-ancestors '(?:none|self)'/)
    expect(headers['x-powered-by']).toBeUndefined()
  })

test('no page claims perfect security', async ({request}) => {
  for (const path of await sitePaths(request)) {
    const words = unpacked(await ask(path)).replace(/<[^>]+>/g, ' ')
    // The policy itself says that there is none.
    const claims = words.replace('no method of transmission over the Internet is 100% secure', '')
    expect(claims, path).not.toMatch(
      /100 ?% (?:secure|safe)|completely (?:secure|safe)|unhackable|bank-grade|military-grade/i,
    )
  }
})
