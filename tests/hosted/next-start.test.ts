import {join} from 'node:path'
import {afterAll, beforeAll, expect, test} from 'vitest'
import {type SiteMode, startSite} from '#scripts/stack/next.ts'
import {type Answer, exchange} from '#tests/support/http.ts'
import {copyBuild, startServices} from '#tests/support/stack.ts'

const COPY = '.next-test-compared'

const PAGES = ['/privacy', '/contact', '/privacy/', '/privacy.md', '/privacy/versions.json']
const MISSING = ['/nothing', '/nothing.md', '/checkout/none', '/api/nothing', '/media/nothing']
const OTHERS = [
  ...['/', '/checkout/lifetime-access', '/checkout/thanks', '/privacy/requests', '/contact/sent', '/studio'],
  ...['/robots.txt', '/sitemap.xml', '/llms.txt', '/manifest.webmanifest', '/consent-1.js', '/icon.svg'],
]
const UNUSUAL = [
  ['DELETE', '/privacy'],
  ['OPTIONS', '/privacy'],
  ['POST', '/privacy/requests'],
] as const

type Answers = ReadonlyMap<string, Answer>

let services: Awaited<ReturnType<typeof startServices>>
let own: Answers
let plain: Answers

beforeAll(async () => {
  services = await startServices('compared')
  const {places} = services
  copyBuild(join(places.root, places.build), join(places.root, COPY))
  plain = await answersOf('plain')
  own = await answersOf('start')
})
afterAll(() => services?.stack.stop())

/** Starts the site on one of its two servers, asks for everything, and ends it. */
async function answersOf(mode: SiteMode): Promise<Answers> {
  const {stack, places} = services
  const siteUrl = stack.addresses.site.url
  const port = Number(new URL(siteUrl).port)
  const signal = new AbortController().signal
  const site = await startSite(mode, port, {places: {...places, build: COPY}, env: stack.env, signal})
  const answers = new Map<string, Answer>()
  const ask = async (name: string, path: string, more = {}) =>
    answers.set(name, await exchange(`http://127.0.0.1:${port}${path}`, more))
  try {
    for (const path of [...PAGES, ...MISSING, ...OTHERS]) await ask(path, path)
    const headers = {origin: siteUrl, 'content-type': 'application/x-www-form-urlencoded'}
    for (const [method, path] of UNUSUAL)
      await ask(method, path, {method, ...(method === 'POST' && {headers, body: 'email=none'})})
    return answers
  } finally {
    await site.stop()
  }
}

const header = (answers: Answers, name: string, which: string) => answers.get(name)?.headers[which]

/** What both servers say of each address, side by side. */
const both = (names: readonly string[], read: (answers: Answers, name: string) => unknown) => [
  Object.fromEntries(names.map((name) => [name, read(plain, name)])),
  Object.fromEntries(names.map((name) => [name, read(own, name)])),
]

test('Next’s own server answers every address with the same status, and with the same headers for browsers’ safety', () => {
  const [ofNext, ofOurs] = both([...PAGES, ...MISSING, ...OTHERS], (answers, name) => [
    answers.get(name)?.status,
    ...['strict-transport-security', 'x-content-type-options', 'referrer-policy', 'permissions-policy'].map(
      (which) => header(answers, name, which),
    ),
  ])
  expect(ofNext).toEqual(ofOurs)
})

test('what differs is what the manual says', () => {
  for (const path of PAGES) {
    expect(header(own, path, 'cache-control'), path).toBe('public, max-age=0, must-revalidate')
    expect(header(plain, path, 'cache-control'), path).toBe('s-maxage=31536000')
  }
  expect(header(plain, '/nothing', 'cache-control')).toBe('s-maxage=31536000')
  expect(header(own, '/nothing', 'cache-control')).toBe('private, no-store')
  expect(header(plain, '/privacy', 'content-security-policy')).toMatch(/^frame-ancestors 'self'/)
  expect(header(own, '/privacy', 'content-security-policy')).toMatch(/^default-src 'none'/)
  expect(header(plain, '/nothing.md', 'content-type')).toBe('application/json')
  expect(header(own, '/nothing.md', 'content-type')).toContain('text/html')
  expect(both(['DELETE', 'OPTIONS', 'POST'], (answers, name) => answers.get(name)?.status)).toEqual([
    {DELETE: 200, OPTIONS: 400, POST: 200},
    {DELETE: 405, OPTIONS: 204, POST: 422},
  ])
})
