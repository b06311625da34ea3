import {createServer, get, type IncomingMessage, type Server, type ServerResponse} from 'node:http'
import {accessLine} from '@local/document-server'
import {securityHeaders, securityPolicies} from '@local/document-server/security-headers'
import {afterAll, beforeAll, beforeEach, describe, expect, test} from 'vitest'
import type {Question} from '#tests/support/http.ts'
import {Nginx, WITHOUT_NGINX} from '#tests/support/programs/nginx.ts'

const PUBLIC = {'cache-control': 'public, max-age=0, must-revalidate', etag: '"1"'}
const SECRET = 'A1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6Q7r8S9t0U1v'
/** What is left of it when a mail program broke the link. */
const DAMAGED = SECRET.slice(0, 30)

describe.skipIf(WITHOUT_NGINX)('nginx before two machines', () => {
  let machines: Server[]
  let nginx: Nginx
  let seen: IncomingMessage[] = []
  let answer: (request: IncomingMessage, response: ServerResponse) => void

  beforeAll(async () => {
    machines = await Promise.all([machine(), machine()])
    const [one = '', other = ''] = machines.map((server) => `127.0.0.1:${portOf(server)}`)
    nginx = await Nginx.start([one, other])
  })
  afterAll(async () => {
    await nginx?.remove()
    for (const server of machines ?? []) server.close()
  })
  beforeEach(() => {
    seen = []
    answer = (_, response) => response.writeHead(200, PUBLIC).end('words')
  })

  async function machine(): Promise<Server> {
    const server = createServer((request, response) => {
      seen.push(request)
      answer(request, response)
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    return server
  }

  const ask = (path: string, question: Question = {}) => nginx.ask(path, question)

  /**
   * Asks often within one second for a page that nginx does not keep yet: the clock of its cache is behind by a moment.
   *
   * @returns the address of the page
   */
  async function askWithinOneSecond(name: string): Promise<string> {
    const second = () => Math.floor(Date.now() / 1000)
    for (let attempt = 0; ; attempt++) {
      const path = `${name}-${attempt}`
      seen = []
      const began = second()
      for (let count = 0; count < 5; count++) await ask(path)
      if (second() === began) return path
    }
  }

  test('a public page is asked for once in a second, and never older than the second', async () => {
    const path = await askWithinOneSecond('/page')
    expect(seen).toHaveLength(1)
    answer = (_, response) => response.writeHead(200, PUBLIC).end('new words')
    const changed = Date.now()
    // A slow machine may answer late; what counts is when the last reader asked who was given old words.
    const askedForOldWords: number[] = []
    const asksForNewWords = async () => {
      const asked = Date.now()
      const isNew = (await ask(path)).body === 'new words'
      if (!isNew) askedForOldWords.push(asked - changed)
      return isNew
    }
    await expect.poll(asksForNewWords, {interval: 20, timeout: 10_000}).toBe(true)
    expect(Math.max(0, ...askedForOldWords)).toBeLessThan(1_100)
  })

  test('it answers by itself that nothing changed', async () => {
    const path = await askWithinOneSecond('/same')
    const {status} = await ask(path, {headers: {'if-none-match': '"1"'}})
    expect(status).toBe(304)
  })

  test('each encoding is kept apart, and asked for in one word', async () => {
    answer = (request, response) => response.writeHead(200, PUBLIC).end(request.headers['accept-encoding'])
    const bodies = []
    for (const accepted of ['gzip, deflate, br, zstd', 'gzip', 'br;q=0, gzip', ''])
      bodies.push((await ask('/packed', {headers: {'accept-encoding': accepted}})).body)
    expect(bodies).toEqual(['br', 'gzip', 'identity', 'identity'])
  })

  test.each(['/media/picture.png', '/page-in-two-forms'])(
    '%s is kept apart by what it varies by',
    async (path) => {
      answer = ({headers}, response) =>
        response
          .writeHead(200, {'cache-control': 'public, max-age=3600', vary: 'Accept'})
          .end(String(headers.accept))
      const ofFormat = async (accept: string) => (await ask(path, {headers: {accept}})).body
      for (const accept of ['image/avif', 'image/png', 'image/avif'])
        expect(await ofFormat(accept)).toBe(accept)
    },
  )

  test('what never changes is asked for once', async () => {
    const lasting = {'cache-control': 'public, max-age=31536000, immutable'}
    answer = (_, response) => response.writeHead(200, lasting).end('words')
    for (const path of ['/_next/static/a.js', '/media/a.png']) await ask(path)
    answer = (_, response) => response.writeHead(500).end()
    for (const path of ['/_next/static/a.js', '/media/a.png']) expect((await ask(path)).body).toBe('words')
  })

  test.each<[string, Question, Record<string, string>]>([
    ['a draft', {headers: {cookie: 'a=1; __prerender_bypass=secret'}}, PUBLIC],
    ["data for Next's own scripts", {headers: {rsc: '1'}}, PUBLIC],
    ['an answer for one reader', {}, {'cache-control': 'private, no-store'}],
    ['an answer that says nothing', {}, {}],
    ['an answer that sets a cookie', {}, {...PUBLIC, 'set-cookie': 'a=1'}],
    ['a form', {method: 'POST', body: 'a=1'}, PUBLIC],
  ])('%s is never kept', async (_, question, headers) => {
    answer = (_, response) => response.writeHead(200, headers).end('words')
    const path = `/${encodeURIComponent(_)}`
    for (let count = 0; count < 5; count++) await ask(path, question)
    expect(seen).toHaveLength(5)
    answer = (_, response) => response.writeHead(200, PUBLIC).end('for everybody')
    expect((await ask(path)).body).toBe('for everybody')
  })

  test('an error is never kept', async () => {
    answer = (_, response) => response.writeHead(500, PUBLIC).end()
    for (let count = 0; count < 3; count++) await ask('/broken')
    expect(seen).toHaveLength(3)
  })

  test('the machines learn who asks, whatever the reader claims', async () => {
    await ask('/who', {headers: {'x-forwarded-for': '192.0.2.1', 'x-forwarded-host': 'evil.example'}})
    expect(seen[0]?.headers).toMatchObject({
      host: `localhost:${nginx.httpsPort}`,
      'x-forwarded-for': '127.0.0.1',
      'x-forwarded-host': `localhost:${nginx.httpsPort}`,
      'x-forwarded-proto': 'https',
    })
  })

  test('plain HTTP leads to HTTPS at the same path', async () => {
    const {statusCode, headers} = await new Promise<IncomingMessage>((resolve) =>
      get(`http://127.0.0.1:${nginx.httpPort}/privacy?a=1`, {headers: {host: 'evil.example'}}, resolve),
    )
    expect(statusCode).toBe(301)
    expect(headers.location).toBe(`https://localhost:${nginx.httpsPort}/privacy?a=1`)
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'content-security-policy': expect.stringContaining("default-src 'none'"),
    })
    expect(headers).not.toHaveProperty('strict-transport-security')
  })

  const head = 'Host: localhost\r\nConnection: close\r\n'
  const refusals: [kind: string, status: number, bytes: string, isSecure: boolean][] = [
    ['no HTTP', 400, 'GARBAGE\r\n\r\n', true],
    ['no host', 400, 'GET / HTTP/1.1\r\nConnection: close\r\n\r\n', true],
    ['two hosts', 400, `GET / HTTP/1.1\r\nHost: x\r\n${head}\r\n`, true],
    ['a host that is none', 400, 'GET / HTTP/1.1\r\nHost: a/b\r\nConnection: close\r\n\r\n', true],
    ['an endless head', 400, `GET / HTTP/1.1\r\n${head}A: ${'a'.repeat(20_000)}\r\n\r\n`, true],
    ['an endless address', 414, `GET /${'a'.repeat(20_000)} HTTP/1.1\r\n${head}\r\n`, true],
    ['a method that nobody needs', 405, `TRACE / HTTP/1.1\r\n${head}\r\n`, true],
    ['too much', 413, `POST / HTTP/1.1\r\n${head}Content-Length: 99999999\r\n\r\n`, true],
    ['too much for a file', 413, `POST /media/a HTTP/1.1\r\n${head}Content-Length: 99999999\r\n\r\n`, true],
    ['another protocol', 505, `GET / HTTP/3.0\r\n${head}\r\n`, true],
    ['no TLS', 400, `GET / HTTP/1.1\r\n${head}\r\n`, false],
  ]
  test.each(refusals)('its own refusal of %s (%i) carries every header of security', async (...refusal) => {
    const [, status, bytes, isSecure] = refusal
    const answer = await nginx.send(bytes, {isSecure})
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `))
    expect(seen).toHaveLength(0)
    const promised = securityHeaders().filter(([name]) => isSecure || name !== 'Strict-Transport-Security')
    for (const [name, value] of promised) expect(answer.split('\r\n')).toContain(`${name}: ${value}`)
    expect(answer).toContain(`\r\nContent-Security-Policy: ${securityPolicies().nothing}`)
    expect(answer).toContain('\r\nCache-Control: no-store\r\n')
  })

  test('what the machines say is said once, also when it is kept', async () => {
    const own = {...PUBLIC, 'strict-transport-security': 'x', 'content-security-policy': 'y'}
    answer = (_, response) => response.writeHead(200, own).end('words')
    for (let count = 0; count < 3; count++) {
      const {headers} = await ask('/said-once')
      expect(headers).toMatchObject(own)
      expect(headers).not.toHaveProperty('permissions-policy')
    }
  })

  test('a machine that breaks off is made up for by the other, for whoever only reads', async () => {
    answer = (request, response) =>
      request.socket.localPort === portOf(machines[0]) ? response.destroy() : response.end('words')
    for (let count = 0; count < 10; count++) expect((await ask('/failing')).status).toBe(200)
  })

  test('one-time links stand in no log, also when no machine answers, and each line says what the site logs', async () => {
    answer = (_, response) => response.destroy()
    const links = [
      `/setup/${SECRET}`,
      `/api/setup/${SECRET}`,
      `/privacy/requests/${SECRET}`,
      `/other/${SECRET}?a=b`,
      `/other/%41${SECRET.slice(1)}`,
      `/setup?link=${DAMAGED}`,
      `/setup%3Flink=${DAMAGED}`,
      `/setup=3Flink=3D${DAMAGED}`,
      `/setuplink=${DAMAGED}`,
      `//setup//${DAMAGED}`,
      `/%73etup/${DAMAGED}`,
    ]
    for (const link of links) {
      const referer = `https://localhost${link}`
      const {status, headers} = await ask(link, {headers: {referer}})
      expect(status).toBe(503)
      expect(headers).toMatchObject({
        ...Object.fromEntries(securityHeaders().map(([name, value]) => [name.toLowerCase(), value])),
        'content-security-policy': securityPolicies().nothing,
        'retry-after': '5',
      })
      await new Promise<IncomingMessage>((resolve) =>
        get(`http://127.0.0.1:${nginx.httpPort}${link}`, {headers: {referer}}, resolve),
      )
    }
    await expect.poll(() => nginx.logs.access).toContain('/privacy/requests/*')
    const {access, said} = nginx.logs
    expect(access + said).not.toContain(DAMAGED.slice(1))
    const lines = access.trim().split('\n')
    for (const line of lines) accessLine.parse(JSON.parse(line))
    expect(lines.length).toBeGreaterThanOrEqual(8)
  })
})

function portOf(server: Server | undefined): number {
  const address = server?.address()
  if (!address || typeof address === 'string') throw new Error('The machine does not listen.')
  return address.port
}
