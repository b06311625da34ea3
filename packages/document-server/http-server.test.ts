import {once} from 'node:events'
import {connect} from 'node:net'
import {text} from 'node:stream/consumers'
import {setTimeout as delay} from 'node:timers/promises'
import {afterEach, expect, test} from 'vitest'
import {errorPageSender} from './documents/error-page.ts'
import {securityHeaders, securityPolicies} from './http/security-headers.ts'
import {createHttpServer, type HttpServerOptions} from './http-server.ts'
import {accessLine} from './log/access-log.ts'
import {pathMask} from './log/mask-path.ts'

const closing: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

const silent = () => {}
const SILENT = {debug: silent, info: silent, warn: silent, error: silent}

const HOST = 'Host: site.example\r\n'

/** A server that answers at once. Gives its port, and what it wrote into the access log. */
async function listen(options: Partial<HttpServerOptions> = {}) {
  const lines: string[] = []
  const server = createHttpServer({
    site: {answer: async (_request, response) => void response.end('words')},
    headers: securityHeaders(),
    policies: securityPolicies(),
    isApplication: () => false,
    addressOf: () => '192.0.2.1',
    limitChanges: async () => undefined,
    accessLog: {write: (line) => void lines.push(line), maskPath: pathMask({})},
    logger: SILENT,
    sendErrorPage: errorPageSender(),
    isDraining: () => false,
    ...options,
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  closing.push(async () => {
    server.closeAllConnections()
    await once(server.close(), 'close')
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The server has no port.')
  return {port: address.port, url: `http://127.0.0.1:${address.port}/contact`, lines}
}

/** Sends bytes, and gives back all that comes until the connection ends. */
function send(port: number, bytes: string, {thenEnd = false} = {}): Promise<string> {
  const socket = connect({port, host: '127.0.0.1'})
  if (thenEnd) socket.end(bytes)
  else socket.write(bytes)
  return text(socket)
}

test('a change that is one too many is refused with the time to wait, and what only reads is not counted', async () => {
  const asked: object[] = []
  const {url} = await listen({
    limitChanges: async (change) => {
      asked.push(change)
      return asked.length > 1 ? 7 : undefined
    },
  })
  const post = () => fetch(url, {method: 'POST'})
  expect((await post()).status).toBe(200)
  const refused = await post()
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '7'])
  expect((await fetch(url)).status).toBe(200)
  expect(asked).toEqual([
    {path: '/contact', ip: '192.0.2.1'},
    {path: '/contact', ip: '192.0.2.1'},
  ])
})

/** What no reader of the site sends, and the status that it is refused with. */
const ODDITIES: [kind: string, status: number, bytes: string][] = [
  [
    'an expectation that no server can meet',
    417,
    `POST / HTTP/1.1\r\n${HOST}Expect: banana\r\nContent-Length: 0`,
  ],
  ['no host', 400, 'GET / HTTP/1.1'],
  ['two hosts', 400, `GET / HTTP/1.1\r\n${HOST}${HOST.toUpperCase()}X: y`],
  ['a host that is none', 400, 'GET / HTTP/1.1\r\nHost: a b'],
  ['a host with an address behind it', 400, 'GET / HTTP/1.0\r\nHost: site.example/a'],
  ['an empty host', 400, 'GET / HTTP/1.1\r\nHost:'],
  ['a control character', 400, `GET /a%0Ab HTTP/1.1\r\n${HOST}X: y`],
  ['no HTTP', 400, 'GARBAGE'],
  ['too long a head', 431, `GET / HTTP/1.1\r\n${HOST}A: ${'a'.repeat(20_000)}`],
]

test.each(ODDITIES)(
  '%s is refused with %i, every header, and a line in the log',
  async (_, status, bytes) => {
    const {port, lines} = await listen()
    const answer = await send(port, `${bytes}\r\nConnection: close\r\n\r\n`)
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `))
    expect(answer).toMatch(/^Strict-Transport-Security: /m)
    expect(answer).toMatch(/^Content-Security-Policy: default-src 'none'/im)
    await expect.poll(() => lines).toHaveLength(1)
    const line = accessLine.parse(JSON.parse(lines[0] ?? ''))
    expect(line).toMatchObject({status, ip: expect.stringMatching(/^(?:192\.0\.2\.1|127\.0\.0\.1)$/)})
  },
)

test.each([
  ['a name', `${HOST}Connection: close`],
  ['an address of IPv6 with a port', 'Host: [::1]:3000\r\nConnection: close'],
  ['a request to go on', `${HOST}Expect: 100-Continue\r\nConnection: close`],
])('%s is fine', async (_, headers) => {
  const {port} = await listen()
  expect(await send(port, `GET / HTTP/1.1\r\n${headers}\r\n\r\n`)).toMatch(/HTTP\/1.1 200 OK/)
})

test('who says with the request that no more will come is answered, however long that takes', async () => {
  const {port} = await listen({
    site: {
      answer: async (_, response) => {
        await delay(50)
        response.end('words')
      },
    },
  })
  expect(await send(port, `GET / HTTP/1.1\r\n${HOST}\r\n`, {thenEnd: true})).toMatch(/200 OK[\s\S]*words/)
})

test('what says nothing of caches is kept by none', async () => {
  const {url} = await listen()
  expect((await fetch(url)).headers.get('cache-control')).toBe('no-store')
})
