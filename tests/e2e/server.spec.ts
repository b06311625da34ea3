import {createHash} from 'node:crypto'
import {expect, test} from 'playwright/test'
import {unpacked} from '#tests/support/http.ts'
import {services} from '#tests/support/services.ts'
import {announce, ask, previewCookie, sendToSite} from '#tests/support/site.ts'

const HOST = () => new URL(services().site.url).host

/** Every page that anybody can read: those that search engines are told of, and those that they are not. */
async function publicPaths(): Promise<string[]> {
  const sitemap = await ask('/sitemap.xml')
  const listed = Array.from(
    unpacked(sitemap).matchAll(/<loc>([^<]*)<\/loc>/g),
    ([, url = '']) => new URL(url).pathname,
  )
  const checkout = await ask('/checkout/lifetime-access')
  expect(checkout.status).toBe(307)
  const unlisted = [
    '/contact/sent',
    '/checkout/thanks',
    String(checkout.headers.location),
    '/there-is-no-such-page',
  ]
  return [...listed, ...unlisted]
}

test('no public page holds a script that runs, and each allows exactly its own styles', {
  tag: '@journey',
}, async () => {
  const paths = await publicPaths()
  expect(paths.length).toBeGreaterThan(6)
  for (const path of paths) {
    const answer = await ask(path, {headers: {'accept-encoding': 'br'}})
    const html = unpacked(answer)
    const scripts = html.match(/<script\b[^>]*>/g) ?? []
    const running = scripts.filter(
      (tag) => !/type="application\/ld\+json"/.test(tag) && !/ src="\/[^/]/.test(tag),
    )
    expect({path, running}).toEqual({path, running: []})
    expect({path, html}).toEqual({
      path,
      html: expect.not.stringMatching(/__next_f|\son[a-z]+="|_next\/static\/[^"]*\.js/),
    })
    expect({path, html}).toEqual({path, html: expect.stringMatching(/<\/html>\s*$/)})

    const policy = String(answer.headers['content-security-policy'])
    expect(policy).toContain("default-src 'none'; script-src 'self'")
    const styles = Array.from(html.matchAll(/<style[^>]*>([\s\S]*?)<\/style>/g), ([, css = '']) => css)
    expect(styles.length, path).toBeGreaterThan(0)
    for (const css of styles)
      expect(policy).toContain(`'sha256-${createHash('sha256').update(css).digest('base64')}'`)
  }
})

const PACKED = {'accept-encoding': 'gzip, deflate, br'}

test.describe('every kind of answer carries the security headers:', () => {
  const KINDS: [kind: string, status: number, asked: () => Promise<{status: number; headers: object}>][] = [
    ['a page', 200, () => ask('/privacy')],
    ['a page that is made for each reader', 200, () => ask('/checkout/thanks')],
    ['a page that is not there', 404, () => ask('/there-is-no-such-page')],
    ['a page that is not there, written oddly', 404, () => ask('/pricing)', {headers: PACKED})],
    ['a plan that is not there', 404, () => ask('/checkout/none', {headers: PACKED})],
    ['a form sent to no page', 404, () => ask('/none', {method: 'POST', headers: PACKED})],
    [
      'a page that is held already',
      304,
      async () => {
        const {headers} = await ask('/privacy')
        return ask('/privacy', {headers: {'if-none-match': String(headers.etag)}})
      },
    ],
    ['the head of a page', 200, () => ask('/privacy', {method: 'HEAD'})],
    ['the methods of a page', 204, () => ask('/privacy', {method: 'OPTIONS'})],
    ['a method that no page takes', 405, () => ask('/privacy', {method: 'DELETE'})],
    [
      'a page that is asked for in another protocol',
      200,
      () => ask('/privacy', {headers: {connection: 'Upgrade, HTTP2-Settings', upgrade: 'h2c'}}),
    ],
    ['data', 200, () => ask('/api/health')],
    ['refused data', 401, () => ask('/api/revalidate', {method: 'POST', body: '{}'})],
    ['a redirect', 307, () => ask('/checkout/lifetime-access')],
    ['a redirect of an address that is written oddly', 308, () => ask('//privacy')],
    ['a file', 200, () => ask('/icon.svg')],
    ['a picture that is not there', 404, () => ask('/media/none.jpg')],
    ['a file of the build that is not there', 404, () => ask('/_next/static/none.js')],
    ['the Studio', 200, () => ask('/studio')],
    ['the head of the Studio', 200, () => ask('/studio', {method: 'HEAD'})],
    ['too much', 413, () => ask('/contact', {method: 'POST', headers: {'content-length': '99999999'}})],
    ['an address that cannot be read', 400, () => ask('/%zz')],
    ['an address with a line break', 400, () => ask('/a%0Ab')],
    ['an address that is too long', 400, () => ask(`/${'a'.repeat(300)}`)],
    ['an expectation that nobody can meet', 417, () => ask('/privacy', {headers: {expect: 'banana'}})],
    ['a method that Next breaks on', 405, () => ask('/api/checkout', {method: 'TRACE'})],
    [
      'a form of another site',
      403,
      () =>
        ask('/setup', {
          method: 'POST',
          body: '--x\r\nContent-Disposition: form-data; name="$ACTION_ID_0"\r\n\r\n\r\n--x--\r\n',
          headers: {origin: 'https://elsewhere.example', 'content-type': 'multipart/form-data; boundary=x'},
        }),
    ],
    [
      'a form that nobody can read',
      500,
      () =>
        ask('/', {method: 'POST', body: '-', headers: {'content-type': 'multipart/form-data; boundary=x'}}),
    ],
    ['no HTTP at all', 400, async () => parse(await sendToSite('GARBAGE\r\n\r\n'))],
    [
      'a request without a host',
      400,
      async () => parse(await sendToSite('GET / HTTP/1.1\r\nConnection: close\r\n\r\n')),
    ],
    [
      'a request with two hosts',
      400,
      async () =>
        parse(await sendToSite('GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\nConnection: close\r\n\r\n')),
    ],
    [
      'a request with a host that is none',
      400,
      async () => parse(await sendToSite('GET / HTTP/1.1\r\nHost: a b\r\nConnection: close\r\n\r\n')),
    ],
    [
      'headers without an end',
      431,
      async () => parse(await sendToSite(`GET / HTTP/1.1\r\nHost: x\r\nA: ${'a'.repeat(20_000)}\r\n\r\n`)),
    ],
    [
      'the whole server',
      400,
      async () => parse(await sendToSite('OPTIONS * HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n')),
    ],
  ]
  for (const [kind, status, asked] of KINDS) {
    test(kind, {tag: '@journey'}, async () => {
      const answer = await asked()
      expect(answer.status).toBe(status)
      expect(answer.headers).toMatchObject({
        'strict-transport-security': 'max-age=86400',
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'same-origin',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
        'permissions-policy': expect.stringContaining('camera=()'),
        'content-security-policy': expect.stringMatching(
          /default-src '(?:none|self)'.*frame-ancestors '(?:none|self)'/,
        ),
      })
      expect(answer.headers).not.toHaveProperty('x-powered-by')
    })
  }

  /** An answer as text, taken apart. */
  function parse(answer: string) {
    const [head = ''] = answer.split('\r\n\r\n', 1)
    const [line = '', ...fields] = head.split('\r\n')
    const headers = fields.map((field) => field.split(/:\s*(.*)/s, 2))
    return {
      status: Number(line.split(' ')[1]),
      headers: Object.fromEntries(headers.map(([name = '', value = '']) => [name.toLowerCase(), value])),
    }
  }
})

test('a page is packed as the reader takes it, and described rightly', {tag: '@journey'}, async () => {
  const plain = await ask('/privacy')
  expect(plain.headers).not.toHaveProperty('content-encoding')
  const packed = await Promise.all(
    (['br', 'gzip'] as const).map(async (encoding) => {
      const answer = await ask('/privacy', {headers: {'accept-encoding': encoding}})
      expect(answer.headers['content-encoding']).toBe(encoding)
      expect(unpacked(answer)).toBe(plain.body.toString())
      return answer
    }),
  )
  const answers = [plain, ...packed]
  for (const {headers, body} of answers) {
    expect(headers['content-length']).toBe(String(body.length))
    expect(headers.vary).toBe('Accept-Encoding')
    expect(headers['cache-control']).toBe('public, max-age=0, must-revalidate')
  }
  expect(new Set(answers.map(({headers}) => headers.etag)).size).toBe(3)
  expect(answers.map(({body}) => body.length).sort((one, other) => other - one)).toEqual(
    [plain, ...packed.toReversed()].map(({body}) => body.length),
  )
})

test('who holds a page is told so, for the very bytes that are held', {tag: '@journey'}, async () => {
  const held = await ask('/privacy', {headers: {'accept-encoding': 'br'}})
  const etag = String(held.headers.etag)
  const same = await ask('/privacy', {headers: {'accept-encoding': 'br', 'if-none-match': `"x", W/${etag}`}})
  expect(same.status).toBe(304)
  expect(same.body).toHaveLength(0)
  expect(same.headers.etag).toBe(etag)
  expect(same.headers).not.toHaveProperty('content-encoding')
  const other = await ask('/privacy', {headers: {'accept-encoding': 'gzip', 'if-none-match': etag}})
  expect(other.status).toBe(200)
})

test('a head says what the page would', {tag: '@journey'}, async () => {
  for (const path of ['/privacy', '/checkout/thanks', '/there-is-no-such-page']) {
    const headers = {'accept-encoding': 'gzip'}
    const [whole, head] = [await ask(path, {headers}), await ask(path, {headers, method: 'HEAD'})]
    const {date: _one, ...ofWhole} = whole.headers
    const {date: _other, ...ofHead} = head.headers
    expect({status: head.status, headers: ofHead}).toEqual({status: whole.status, headers: ofWhole})
    expect(head.body).toHaveLength(0)
  }
})

test('a query, a slash at the end and a made-up cookie change nothing', {tag: '@journey'}, async () => {
  const {body} = await ask('/privacy')
  for (const [path, headers] of [
    ['/privacy?utm_source=x', {}],
    ['/privacy/', {}],
    ['/privacy', {cookie: '__prerender_bypass=made-up'}],
    ['/privacy', {'x-forwarded-host': 'elsewhere.example'}],
  ] satisfies [string, Record<string, string>][])
    expect((await ask(path, {headers})).body.equals(body)).toBe(true)
})

test('a form that does not say where it comes from is refused, and not called one of another site', async () => {
  for (const path of ['/contact', '/api/checkout']) {
    const {status, body} = await ask(path, {
      method: 'POST',
      body: 'a=1',
      headers: {'content-type': 'application/x-www-form-urlencoded'},
    })
    expect([path, status]).toEqual([path, 403])
    expect(body.toString()).toContain('did not say which site it was sent from')
  }
  const foreign = {origin: 'https://elsewhere.example', 'content-type': 'application/x-www-form-urlencoded'}
  const answer = await ask('/contact', {method: 'POST', body: 'a=1', headers: foreign})
  expect([answer.status, answer.body.toString()]).toEqual([403, expect.stringContaining('another site')])
})

test('scripts and styles of the build are packed with brotli for readers who take it, and the same without', async () => {
  const studio = (await ask('/studio')).body.toString()
  const [path = ''] = /\/_next\/static\/[^"]*\.js/.exec(studio) ?? []
  const plain = await ask(path)
  const packed = await ask(path, {headers: {'accept-encoding': 'br'}})
  expect(packed.headers).toMatchObject({
    'content-encoding': 'br',
    'content-type': plain.headers['content-type'],
    'cache-control': plain.headers['cache-control'],
  })
  expect(unpacked(packed)).toBe(plain.body.toString())
  expect(packed.body.length).toBeLessThan(
    (await ask(path, {headers: {'accept-encoding': 'gzip'}})).body.length,
  )
})

test('a whole address leads nowhere else', {tag: '@journey'}, async () => {
  const answer = await sendToSite(
    `GET http://elsewhere.example/privacy HTTP/1.1\r\nHost: ${HOST()}\r\nConnection: close\r\n\r\n`,
  )
  expect(answer).toMatch(/^HTTP\/1.1 200 OK/)
})

test('who says that no more will come is answered, by what is kept and by what must be made', {
  tag: '@journey',
}, async () => {
  for (const path of ['/privacy', '/checkout/thanks', '/api/health'])
    expect(await sendToSite(`GET ${path} HTTP/1.1\r\nHost: ${HOST()}\r\n\r\n`, {thenEnd: true})).toMatch(
      /^HTTP\/1.1 200 OK/,
    )
})

test('a page whose words did not change has the same bytes after it is made anew', {
  tag: '@journey',
}, async () => {
  const before = await ask('/privacy', {headers: {'accept-encoding': 'br'}})
  await announce({_id: 'policy-privacy', _type: 'policy', slug: 'privacy', slugBefore: 'privacy'})
  const after = await ask('/privacy', {headers: {'accept-encoding': 'br'}})
  expect(after.headers.etag).toBe(before.headers.etag)
  expect(after.body.equals(before.body)).toBe(true)
})

test('a preview keeps its scripts and is kept by nobody, and readers see nothing of it', {
  tag: '@journey',
}, async () => {
  const before = await ask('/privacy')
  const preview = await ask('/privacy', {headers: {cookie: await previewCookie()}})
  expect(preview.body.toString()).toContain('self.__next_f')
  expect(preview.body.toString()).toContain('This is a preview')
  expect(preview.headers['cache-control']).toContain('no-store')
  expect(preview.headers['content-security-policy']).toContain("script-src 'self' 'unsafe-inline'")
  expect(preview.headers).not.toHaveProperty('etag')
  const after = await ask('/privacy')
  expect(after.headers.etag).toBe(before.headers.etag)
})

test('the services that the site works with are up', {tag: '@journey'}, async () => {
  const answer = await ask('/api/ready')
  expect(JSON.parse(answer.body.toString())).toEqual({
    status: 'ready',
    services: {lake: 'up', postgres: 'up', stripe: 'up', mail: 'up'},
  })
})

test('a page that is paid for leads to where it is paid, and no other page does', {
  tag: '@journey',
}, async () => {
  const {headers} = await ask('/checkout/lifetime-access')
  const checkout = await ask(String(headers.location))
  expect(checkout.headers['content-security-policy']).toContain(
    "form-action 'self' https://checkout.stripe.com",
  )
  const privacy = await ask('/privacy')
  expect(privacy.headers['content-security-policy']).toContain("form-action 'self';")
})

test('no cache on the way is invited to keep what a publish changes', {tag: '@journey'}, async () => {
  const asked: [path: string, headers: Record<string, string>][] = [
    ['/privacy', {}],
    ['/privacy', {'next-action': 'x'}],
    ['/privacy?_rsc=x', {}],
    ['/none?_rsc=x', {}],
    ['/privacy.md', {}],
    ['/index.md', {}],
    ['/llms.txt', {}],
    ['/none', {'next-action': 'x'}],
    ['/_next/static/none.js', {}],
  ]
  for (const [path, headers] of asked) {
    const answer = await ask(path, {headers})
    expect([path, headers, answer.headers['cache-control']]).toEqual([
      path,
      headers,
      expect.stringMatching(
        /^(?:public, max-age=0, must-revalidate|(?:private, )?no-store|private, no-cache, .*)$/,
      ),
    ])
  }
  expect((await ask('/privacy', {headers: {'next-action': 'x'}})).body.toString()).not.toContain('__next_f')
})

test('who guesses at the secret of previews is let guess for a while only, and who knows it comes in still', {
  tag: '@journey',
}, async () => {
  const statuses: number[] = []
  for (let guess = 0; guess <= 30; guess++)
    statuses.push((await ask(`/api/draft-mode/enable?sanity-preview-secret=guess-${guess}`)).status)
  // Others may have guessed within the same minute.
  expect([401, 429]).toEqual(expect.arrayContaining(statuses))
  expect(statuses.at(-1)).toBe(429)
  expect(await previewCookie()).toContain('__prerender_bypass')
})
