import {execFileSync} from 'node:child_process'
import {request} from 'node:http'
import fc from 'fast-check'
import {expect, test} from 'playwright/test'
import {type Answer, unpacked} from '#tests/support/http.ts'
import {services} from '#tests/support/services.ts'
import {announce, ask, previewCookie} from '#tests/support/site.ts'

const OPERATIONS = 20_000
const AT_ONCE = 16
const PATHS = [
  '/',
  '/privacy',
  '/terms',
  '/pricing',
  '/about',
  '/contact',
  '/contact/sent',
  '/checkout/thanks',
  '/none',
  '/studio',
]
const KINDS = ['plain', 'br', 'gzip', 'head', 'held', 'data', 'preview', 'leave', 'expire'] as const

type Operation = {kind: (typeof KINDS)[number]; path: string; after: number}

/** How much more memory the second half may leave the site with than the first. */
const MOST_GROWTH = 1.25

/** Kilobytes that the site's process holds. */
function memoryOfSite(): number {
  const {port} = new URL(services().site.url)
  const [pid = ''] = execFileSync('pgrep', ['-f', `server.ts --port ${port}`], {encoding: 'utf8'}).split('\n')
  return Number(execFileSync('ps', ['-o', 'rss=', '-p', pid], {encoding: 'utf8'}))
}

test('20,000 mixed operations: no wrong byte, no path that hangs, and no more memory', async () => {
  const cookie = await previewCookie()
  const etags = new Map<string, string>()
  const operations = fc.sample(
    fc.record<Operation>({
      kind: fc.constantFrom(...KINDS),
      path: fc.constantFrom(...PATHS),
      after: fc.integer({min: 0, max: 20}),
    }),
    {numRuns: OPERATIONS, seed: 20_251_109},
  )
  const wrong: object[] = []
  const work = async () => {
    for (let operation = operations.pop(); operation; operation = operations.pop()) {
      const problem = await perform(operation, cookie, etags)
      if (problem !== undefined) wrong.push({...operation, problem})
    }
  }
  const rest = operations.splice(0, OPERATIONS / 2)
  await Promise.all(Array.from({length: AT_ONCE}, work))
  const halfway = memoryOfSite()
  operations.push(...rest)
  await Promise.all(Array.from({length: AT_ONCE}, work))
  expect(wrong).toEqual([])
  expect(memoryOfSite()).toBeLessThan(halfway * MOST_GROWTH)
})

/** Does it, and says what is wrong with what came of it. */
async function perform({kind, path, after}: Operation, cookie: string, etags: Map<string, string>) {
  switch (kind) {
    case 'expire':
      return announce({_id: 'policy-privacy', _type: 'policy', slug: 'privacy', slugBefore: 'privacy'})
    case 'leave':
      return leave(path, after)
    case 'preview': {
      const answer = await ask(path, {headers: {cookie}})
      const isKept = !/no-store/.test(answer.headers['cache-control'] ?? '')
      return answer.status === 200 && isKept ? 'A preview may be kept.' : undefined
    }
    case 'data': {
      const answer = await ask(path, {headers: {rsc: '1'}})
      return answer.status === 200 && isPage(answer) && path !== '/studio'
        ? 'A page came in place of data.'
        : undefined
    }
    case 'held': {
      const etag = etags.get(path)
      const answer = await ask(path, {
        headers: {'accept-encoding': 'br', ...(etag && {'if-none-match': etag})},
      })
      if (answer.headers.etag) etags.set(path, answer.headers.etag)
      return answer.status === 304
        ? answer.body.length > 0
          ? 'A 304 has a body.'
          : undefined
        : problemOf(answer, path)
    }
    case 'head': {
      const answer = await ask(path, {method: 'HEAD', headers: {'accept-encoding': 'br'}})
      return answer.body.length > 0 ? 'A head has a body.' : undefined
    }
    default:
      return problemOf(await ask(path, {headers: kind === 'plain' ? {} : {'accept-encoding': kind}}), path)
  }
}

const isPage = ({headers}: Answer) => /^text\/html/.test(headers['content-type'] ?? '')

/** What is wrong with a page as a reader gets it. */
function problemOf(answer: Answer, path: string): string | undefined {
  if (answer.status !== (path === '/none' ? 404 : 200)) return `The status is ${answer.status}.`
  const length = answer.headers['content-length']
  if (length !== undefined && Number(length) !== answer.body.length) return 'The length is wrong.'
  const html = unpacked(answer)
  if (!html.trimEnd().endsWith('</html>')) return 'It is cut off.'
  if (!answer.headers['content-security-policy']) return 'It has no policy.'
  if (path === '/studio') return undefined
  if (html.includes('__next_f')) return 'It has scripts.'
  return html.includes('This is a preview') ? 'It is a preview.' : undefined
}

/** Asks, and is gone a few milliseconds later. */
function leave(path: string, after: number): Promise<undefined> {
  const {hostname, port} = new URL(services().site.url)
  return new Promise((resolve) => {
    const asked = request({hostname, port, path}, (response) => response.resume())
    asked.on('error', () => {})
    asked.on('close', () => resolve(undefined))
    asked.end()
    setTimeout(() => asked.destroy(), after)
  })
}
