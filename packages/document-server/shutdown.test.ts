import {once} from 'node:events'
import {Agent, createServer, get, type IncomingHttpHeaders, type IncomingMessage} from 'node:http'
import {connect} from 'node:net'
import {text} from 'node:stream/consumers'
import {setTimeout as delay} from 'node:timers/promises'
import {expect, test, vi} from 'vitest'
import {SiteResponse} from './http/response.ts'
import {drainable} from './shutdown.ts'

type Answer = (request: IncomingMessage, response: SiteResponse) => unknown

const slowly: Answer = async (_, response) => {
  await delay(20)
  response.end('words')
}

/** A server that can be drained. */
async function start(answer: Answer = slowly, acceptForMs?: number) {
  let isDraining = false
  const server = createServer(
    {ServerResponse: SiteResponse, keepAliveTimeout: 65_000},
    (request, response) => {
      response.isLast = () => isDraining
      if (request.url === '/ready') return void response.writeHead(isDraining ? 503 : 200).end()
      void answer(request, response)
    },
  )
  const begun = Promise.withResolvers<void>()
  const end = drainable(server, {
    begin: () => {
      isDraining = true
      begun.resolve()
    },
    acceptForMs,
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The server has no port.')
  return {port: address.port, end, begun: begun.promise}
}

type Answered = {status: number | undefined; body: string; headers: IncomingHttpHeaders}

const ask = (port: number, agent: Agent, path = '/'): Promise<Answered> =>
  new Promise((resolve, reject) => {
    get({host: '127.0.0.1', port, agent, path}, (response) => {
      let body = ''
      response.on('data', (chunk: Buffer) => {
        body += chunk
      })
      response.on('end', () => resolve({status: response.statusCode, body, headers: response.headers}))
      response.on('error', reject)
    }).on('error', reject)
  })

/** Waits until no more connections are taken. */
const refusing = (port: number) =>
  vi.waitFor(() => expect(ask(port, new Agent(), '/ready')).rejects.toThrow('ECONNREFUSED'), {
    timeout: 5_000,
    interval: 5,
  })

test('readers who go on asking are all answered, and told to come no more', async () => {
  const {port, end} = await start()
  const reader = async () => {
    const agent = new Agent({keepAlive: true, maxSockets: 1})
    for (;;) {
      const {body, headers} = await ask(port, agent)
      expect(body).toBe('words')
      if (headers.connection === 'close') return
    }
  }
  const readers = Promise.all(Array.from({length: 8}, reader))
  await delay(60)
  const ended = end()
  await readers
  await ended
  await expect(ask(port, new Agent())).rejects.toThrow('ECONNREFUSED')
})

test('a connection on which nothing is asked does not hold the server up', async () => {
  const {port, end} = await start()
  const socket = connect({port, host: '127.0.0.1'})
  await ask(port, new Agent())
  const closed = new Promise((resolve) => socket.once('close', resolve))
  const began = Date.now()
  await end()
  await closed
  expect(Date.now() - began).toBeLessThan(5_000)
})

test('a connection that was opened before the end may still bring its request', async () => {
  const {port, end} = await start()
  const socket = connect({port, host: '127.0.0.1'})
  await once(socket, 'connect')
  const ended = end()
  await refusing(port)
  socket.write('GET / HTTP/1.1\r\nHost: site\r\n\r\n')
  expect(await text(socket)).toContain('words')
  await ended
})

/** Ways to answer only when told to. */
const WRITERS: [how: string, write: (response: SiteResponse) => void][] = [
  ['whole', (response) => response.sendWhole(200, ['Content-Length', '5'], Buffer.from('words'))],
  ['at once', (response) => response.end('words')],
  [
    'in parts',
    (response) => {
      response.writeHead(200, {'content-type': 'text/plain'})
      response.write('wor')
      response.end('ds')
    },
  ],
]

test.each(WRITERS)(
  'a request that was under way is answered %s, and ends its connection',
  async (_, write) => {
    const told = Promise.withResolvers<void>()
    const asked = Promise.withResolvers<void>()
    const {port, end, begun} = await start(async (_, response) => {
      asked.resolve()
      await told.promise
      write(response)
    })
    const answer = ask(port, new Agent({keepAlive: true}))
    await asked.promise
    const began = Date.now()
    const ended = end()
    await begun
    told.resolve()
    expect(await answer).toMatchObject({body: 'words', headers: {connection: 'close'}})
    await ended
    expect(Date.now() - began).toBeLessThan(5_000)
  },
)

test('an answer that had begun is sent to its end, and its connection does not hold the server up', async () => {
  const told = Promise.withResolvers<void>()
  const {port, end} = await start(async (_, response) => {
    response.write('wor')
    await told.promise
    response.end('ds')
  })
  const socket = connect({port, host: '127.0.0.1'})
  socket.write('GET / HTTP/1.1\r\nHost: site\r\n\r\n')
  await once(socket, 'data')
  const began = Date.now()
  const ended = end()
  await refusing(port)
  told.resolve()
  expect(await text(socket)).toContain('ds')
  await ended
  expect(Date.now() - began).toBeLessThan(8_000)
})

test('a load balancer is told that the server is not ready, for as long as requests are taken', async () => {
  const acceptForMs = 1_000
  const {port, end, begun} = await start((_, response) => response.end('words'), acceptForMs)
  const isReady = async () => (await ask(port, new Agent(), '/ready')).status
  expect(await isReady()).toBe(200)
  const began = performance.now()
  const ended = end()
  await begun
  const statuses = new Set<number | undefined>()
  while (performance.now() - began < acceptForMs * 0.4) {
    statuses.add(await isReady())
    expect((await ask(port, new Agent())).body).toBe('words')
  }
  expect([...statuses]).toEqual([503])
  await ended
  await expect(isReady()).rejects.toThrow('ECONNREFUSED')
})
