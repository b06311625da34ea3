import {expect, test} from 'playwright/test'
import {unpacked} from '#tests/support/http.ts'
import {ask, sitePaths} from '#tests/support/site.ts'

/** §1 and §7: no page has a way to sign in, a field for a card or one for an age, and none leaves a session behind. */

test('no page signs anybody in', async ({request}) => {
  for (const path of await sitePaths(request)) {
    const answer = await ask(path)
    expect(unpacked(answer), path).not.toMatch(/type="password"|href="\/(?:login|sign-?in|account)/i)
    expect(answer.headers['set-cookie'], path).toBeUndefined()
  }
})

test('no page has a field for a card, or loads anything of Stripe’s', async ({request}) => {
  const paths = [...(await sitePaths(request)), '/checkout/lifetime-access']
  for (const path of paths) {
    const html = unpacked(await ask(path))
    expect(html, path).not.toMatch(/autocomplete="cc-|name="card|js\.stripe\.com/i)
  }
})

test('no form asks for an age or a date of birth', async ({request}) => {
  for (const path of await sitePaths(request)) {
    const names = [...unpacked(await ask(path)).matchAll(/<(?:input|select|textarea)[^>]* name="([^"]+)"/g)]
    expect(
      names.filter(([, name = '']) => /\bage\b|birth|dob/i.test(name)).map(([tag]) => tag),
      path,
    ).toEqual([])
  }
})
