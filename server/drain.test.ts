import {once} from 'node:events'
import {Agent, createServer, get, type IncomingHttpHeaders} from 'node:http'
import {connect} from 'node:net'
import {text} from 'node:stream/consumers'
import {setTimeout as delay} from 'node:timers/promises'
import {expect, test, vi} from 'vitest'
import {drainable} from './drain.ts'

/** A server that answers slowly, and can be drained. */
async function start() {
  let isDraining = false
  const server = createServer(async (_, response) => {
    if (isDraining) response.shouldKeepAlive = false
    await delay(20)
    response.end('words')
  })
  const end = drainable(server, () => {
    isDraining = true
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The server has no port.')
  return {port: address.port, end}
}

const ask = (port: number, agent: Agent): Promise<{body: string; headers: IncomingHttpHeaders}> =>
  new Promise((resolve, reject) => {
    get({host: '127.0.0.1', port, agent}, (response) => {
      let body = ''
      response.on('data', (chunk: Buffer) => {
        body += chunk
      })
      response.on('end', () => resolve({body, headers: response.headers}))
      response.on('error', reject)
    }).on('error', reject)
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
  await vi.waitFor(() => expect(ask(port, new Agent())).rejects.toThrow('ECONNREFUSED'), {
    timeout: 5_000,
    interval: 5,
  })
  socket.write('GET / HTTP/1.1\r\nHost: site\r\n\r\n')
  expect(await text(socket)).toContain('words')
  await ended
})
