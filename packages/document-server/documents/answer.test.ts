import {once} from 'node:events'
import {createServer} from 'node:http'
import {afterEach, expect, test} from 'vitest'
import {type CaughtAnswer, SiteResponse} from '../http/response.ts'
import {PageAnswers} from './answer.ts'
import {errorPageSender} from './error-page.ts'
import {PageCache, Pages} from './pages.ts'
import {StaticPage} from './static-page.ts'

const ending: (() => void)[] = []
afterEach(() => {
  for (const end of ending.splice(0)) end()
})

const text = (type: string, words: string): CaughtAnswer => ({
  status: 200,
  headers: {'content-type': type, 'cache-control': 'public, max-age=0, must-revalidate'},
  body: Buffer.from(words),
})

const page = (words: string, status = 200): CaughtAnswer => ({
  status,
  headers: {'content-type': 'text/html; charset=utf-8', 'cache-control': 's-maxage=60'},
  body: Buffer.from(words),
})

/** A server over a Next that answers as the test says, or hangs. */
async function serve() {
  const generation = {current: 0}
  const next: {answers: Map<string, CaughtAnswer>; hangs: boolean} = {answers: new Map(), hangs: false}
  const cache = new PageCache(1024 * 1024)
  const process = (_: string, {status, body}: CaughtAnswer, fingerprint: string) =>
    new StaticPage({status, fingerprint, html: String(body), policy: ''})
  const pages = new Pages({
    cache,
    generation,
    maxWaitMs: 20,
    maxRenderMs: 40,
    process,
    ask: async (path, render) => {
      render.isOwn = true
      return next.hangs ? new Promise(() => {}) : (next.answers.get(path) ?? page('', 404))
    },
  })
  const answers = new PageAnswers({
    next: async () => {},
    pages,
    cache,
    process,
    sendErrorPage: errorPageSender(),
  })
  const server = createServer(
    {ServerResponse: SiteResponse},
    (request, response) => void answers.shared(request, response, request.url ?? '/'),
  ).listen(0, '127.0.0.1')
  ending.push(
    () => server.close(),
    () => server.closeAllConnections(),
  )
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The server has no port.')
  const ask = (path: string, headers: Record<string, string> = {'accept-encoding': 'identity'}) =>
    fetch(`http://127.0.0.1:${address.port}${path}`, {headers, redirect: 'manual'})
  return {next, ask, expire: () => generation.current++}
}

test('what was answered before is answered again while it cannot be made, and no cache keeps that', async () => {
  const {next, ask, expire} = await serve()
  next.answers.set('/page', page('words'))
  next.answers.set('/page.md', text('text/markdown', '# Words'))
  next.answers.set('/sitemap.xml', text('application/xml', '<urlset/>'))
  next.answers.set('/old', {status: 308, headers: {location: '/page'}, body: Buffer.alloc(0)})
  const paths = [...next.answers.keys()]
  const before = await Promise.all(paths.map(async (path) => (await ask(path)).text()))
  expire()
  next.hangs = true
  const after = await Promise.all(paths.map((path) => ask(path)))
  expect(await Promise.all(after.map((answer) => answer.text()))).toEqual(before)
  expect(after.map(({status}) => status)).toEqual([200, 200, 200, 308])
  expect(after.map(({headers}) => headers.get('cache-control'))).toEqual([
    'private, no-store',
    'private, no-store',
    'private, no-store',
    null,
  ])
  expect(after[3]?.headers.get('location')).toBe('/page')
})

test('what was never answered is unavailable after a time, and says when to try again', async () => {
  const {next, ask} = await serve()
  next.hangs = true
  const answer = await ask('/none')
  expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '10'])
  expect(await answer.text()).toContain('does not answer')
})

test('an address that does not exist is answered with the page for those', async () => {
  const {next, ask} = await serve()
  next.answers.set('/_not-found', page('There is no page here.', 404))
  const answer = await ask('/none')
  expect([answer.status, await answer.text()]).toEqual([404, 'There is no page here.'])
})

test('what is no page is packed as the reader takes it', async () => {
  const {next, ask} = await serve()
  next.answers.set('/page.md', text('text/markdown', '# Words'))
  const answer = await ask('/page.md', {'accept-encoding': 'br'})
  expect(answer.headers.get('vary')).toBe('Accept-Encoding')
  expect(answer.headers.get('content-encoding')).toBe('br')
  // The client of Node unpacks it.
  expect(await answer.text()).toBe('# Words')
})
