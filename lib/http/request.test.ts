import {expect, test, vi} from 'vitest'
import {
  changeLimit,
  clientNetwork,
  DeadlineExceeded,
  isSameOrigin,
  limitedText,
  localHref,
  localPath,
  VISITOR_WAITS_MS,
  withDeadline,
} from './request.ts'

const streamed = (pull: (controller: ReadableStreamDefaultController<Uint8Array>) => void) =>
  new Response(new ReadableStream({pull}, {highWaterMark: 0}))

test('a body within the limit is read whole, characters cut by a chunk included', async () => {
  const bytes = new TextEncoder().encode('naïve – ✓')
  let sent = 0
  const byteByByte = streamed((controller) => {
    if (sent === bytes.byteLength) controller.close()
    else controller.enqueue(bytes.slice(sent, ++sent))
  })
  expect(await limitedText(byteByByte, bytes.byteLength)).toBe('naïve – ✓')
})

test('a longer body is given up, without being read to its end', async () => {
  let sent = 0
  const endless = streamed((controller) => {
    sent += 1024
    controller.enqueue(new Uint8Array(1024))
  })
  expect(await limitedText(endless, 4096)).toBeUndefined()
  expect(sent).toBe(5 * 1024)
})

test('a body that announces itself as longer is not read at all', async () => {
  const request = new Request('https://site.example/', {
    method: 'POST',
    body: 'x',
    headers: {'content-length': '9999'},
  })
  expect(await limitedText(request, 4096)).toBeUndefined()
  expect(request.bodyUsed).toBe(false)
})

test('no body is an empty text', async () => {
  expect(await limitedText(new Request('https://site.example/'), 1)).toBe('')
})

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

test('the path of an address is kept, its host and query are not', () => {
  expect(localPath('https://plumbperfectleads.help/privacy?sanity-preview-perspective=drafts#cookies')).toBe(
    '/privacy',
  )
  expect(localPath('https://evil.example/terms')).toBe('/terms')
})

test.each([null, '', 'privacy', 'https://a.example//evil.example', 'data:text/html,x'])(
  '%j leads home',
  (address) => {
    expect(localPath(address)).toBe('/')
  },
)

const networkOf = (value?: string) =>
  clientNetwork(new Headers(value === undefined ? {} : {'x-forwarded-for': value}))

test('the entry next to the server counts, whatever the client wrote before it', () => {
  expect(networkOf('10.0.0.1, 203.0.113.7')).toBe('203.0.113.7')
  expect(networkOf('203.0.113.7')).toBe('203.0.113.7')
  expect(networkOf()).toBe('')
})

test('an IPv4 address is the same however it is written', () => {
  expect(networkOf('::ffff:203.0.113.7')).toBe('203.0.113.7')
})

test.each([
  ['2001:db8:0:1::1', '2001:db8:0:1::/64'],
  ['2001:0db8:0000:0001:ffff:1:2:3', '2001:db8:0:1::/64'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
])('all addresses of one IPv6 network are one: %s', (address, network) => {
  expect(networkOf(address)).toBe(network)
})

test.each([
  ['/pricing?a=1#b', '/pricing?a=1#b'],
  ['/a/../pricing', '/pricing'],
  ['pricing', '/pricing'],
  ['', '/'],
  ['/..//e.example', '/'],
  ['/.//e.example/x', '/'],
  ['//e.example', '/'],
  ['/\\e.example', '/'],
  ['\\\\e.example', '/'],
  ['/\t/e.example', '/'],
  ['https://e.example/x', '/'],
  ['javascript:alert(1)', '/'],
])('a request to be led to %j is led to %j', (address, href) => {
  expect(localHref(address)).toBe(href)
})

/** How many of these changes were refused. */
async function refused(count: number, ipOf: (nth: number) => string, path = '/contact'): Promise<number> {
  const limit = changeLimit()
  let refusals = 0
  for (let nth = 0; nth < count; nth++) if ((await limit({path, ip: ipOf(nth)})) !== undefined) refusals++
  return refusals
}

test('changes from all addresses of one IPv6 network are counted together', async () => {
  expect(await refused(121, (nth) => `2001:db8:0:1::${nth.toString(16)}`)).toBe(1)
})

test('changes from several networks are counted apart', async () => {
  expect(await refused(121, (nth) => `2001:db8:0:${nth.toString(16)}::1`)).toBe(0)
})

test('what is signed by its sender is not counted', async () => {
  expect(await refused(121, () => '192.0.2.1', '/api/stripe/webhook')).toBe(0)
})

test('the wait is said in whole seconds', async () => {
  const limit = changeLimit({refuse: async () => 1_001})
  expect(await limit({path: '/contact', ip: '192.0.2.1'})).toBe(2)
})

const never = new Promise<never>(() => undefined)

test('work that is done in time comes through, whatever it came to', async () => {
  expect(await withDeadline(Promise.resolve('done'))).toBe('done')
  await expect(withDeadline(Promise.reject(new TypeError('broken')))).rejects.toThrow(TypeError)
})

test('a visitor is told within five seconds that it is not done', async () => {
  vi.useFakeTimers()
  const told = expect(withDeadline(never)).rejects.toThrow(DeadlineExceeded)
  await vi.advanceTimersByTimeAsync(VISITOR_WAITS_MS)
  await told
  expect(VISITOR_WAITS_MS).toBeLessThan(5_000)
  vi.useRealTimers()
})
