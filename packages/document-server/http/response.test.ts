import {once} from 'node:events'
import {createServer, type IncomingMessage, type RequestListener} from 'node:http'
import {setImmediate as turn} from 'node:timers/promises'
import {afterEach, expect, test} from 'vitest'
import {askForPage, atEndOfTurn, SiteResponse} from './response.ts'

const endings: (() => void)[] = []
afterEach(() => {
  for (const end of endings.splice(0)) end()
})

/** Serves with this listener; gives the address. */
async function serve(listener: (request: IncomingMessage, response: SiteResponse) => void): Promise<string> {
  const server = createServer({ServerResponse: SiteResponse}, listener)
  endings.push(
    () => server.close(),
    () => server.closeAllConnections(),
  )
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The server has no port.')
  return `http://127.0.0.1:${address.port}`
}

/** Ways in which an answer can be written, all with the same outcome. */
const WRITERS: [string, RequestListener][] = [
  ['at once', (_, response) => response.writeHead(201, {'X-A': '1'}).end('words')],
  [
    'in parts',
    (_, response) => {
      response.statusCode = 201
      response.setHeader('x-a', '1')
      response.flushHeaders()
      response.write('wo')
      response.write(Buffer.from('rds'), () => response.end())
    },
  ],
  [
    'with a list of headers',
    (_, response) => response.writeHead(201, 'Created', ['X-A', '1']).end(Buffer.from('words')),
  ],
  [
    'through methods that a library took over',
    (_, response) => {
      const writeHead = response.writeHead.bind(response)
      const end = response.end.bind(response)
      Object.assign(response, {
        writeHead: (status: number) => writeHead(status, {'x-a': '1'}),
        end: (body: string) => end(body.toLowerCase()),
      })
      response.writeHead(201)
      response.end('WORDS')
    },
  ],
  [
    'in another encoding',
    (_, response) => {
      response.writeHead(201, {'x-a': '1'})
      response.end('776f726473', 'hex')
    },
  ],
]

for (const [how, write] of WRITERS) {
  test(`what is written ${how} is caught whole, and the response can be used anew`, async () => {
    const url = await serve(async (request, response) => {
      const caught = response.catch()
      write(request, response)
      const {status, headers, body} = await caught
      response.sendWhole(
        200,
        ['X-Caught', JSON.stringify([status, headers, body.toString()]), 'Content-Length', '3'],
        Buffer.from('new'),
      )
    })
    const answer = await fetch(url)
    expect(answer.status).toBe(200)
    expect(JSON.parse(answer.headers.get('x-caught') ?? '')).toEqual([201, {'x-a': '1'}, 'words'])
    expect(answer.headers.get('x-a')).toBeNull()
    expect(await answer.text()).toBe('new')
  })

  test(`what is written ${how} on a request of the server's own comes back`, async () => {
    const answer = await askForPage(
      async (request, response) => void write(request, response),
      '/a',
      'site.example',
    )
    expect(answer).toEqual({status: 201, headers: {'x-a': '1'}, body: Buffer.from('words')})
  })

  test(`what is written ${how} and not caught gets its security headers last`, async () => {
    let sent = -1
    const url = await serve((request, response) => {
      response.secure = (secured) => secured.setHeader('X-A', 'secure')
      response.once('close', () => {
        sent = response.sentBytes
      })
      write(request, response)
    })
    const answer = await fetch(url)
    expect([answer.status, answer.headers.get('x-a'), await answer.text()]).toEqual([201, 'secure', 'words'])
    await expect.poll(() => sent).toBe(5)
  })
}

test('a request of the server’s own has an end for the code that answers it, and names no reader', async () => {
  const events: string[] = []
  const answer = await askForPage(
    async (request, response) => {
      expect(request.headers).toEqual({
        host: 'site.example',
        accept: 'text/html',
        'user-agent': 'document-server',
      })
      expect([request.method, request.url]).toEqual(['GET', '/a'])
      for await (const chunk of request) events.push(`body ${chunk}`)
      const finished = new Promise<void>((resolve) => response.once('finish', resolve))
      response.once('close', () => events.push('close'))
      response.end('words')
      await finished
      events.push('handled')
    },
    '/a',
    'site.example',
  )
  expect(answer.body.toString()).toBe('words')
  await expect.poll(() => events.toSorted()).toEqual(['close', 'handled'])
})

test('a page whose making fails is an error', async () => {
  await expect(askForPage(() => Promise.reject(new Error('broken')), '/a', 'site.example')).rejects.toThrow(
    'broken',
  )
})

test('a response that is let go can be answered anew, and holds nothing of what failed', async () => {
  const url = await serve((_, response) => {
    void response.catch()
    response.setHeader('x-half', 'done')
    response.write('half')
    response.letGo()
    response.writeHead(503, {'retry-after': '2'}).end('busy')
  })
  const answer = await fetch(url)
  expect([answer.status, await answer.text()]).toEqual([503, 'busy'])
  expect(answer.headers.get('x-half')).toBeNull()
})

test('sends what was ready in one turn right after one another, in its order', async () => {
  const events: string[] = []
  for (const name of ['one', 'two']) {
    atEndOfTurn(() => {
      events.push(name)
      queueMicrotask(() => events.push(`after ${name}`))
    })
    events.push(`read ${name}`)
  }
  await turn()
  expect(events).toEqual(['read one', 'read two', 'one', 'two', 'after one', 'after two'])
})

test('takes what becomes ready meanwhile in the next turn', async () => {
  const sent = await new Promise((resolve) => {
    atEndOfTurn(() => atEndOfTurn(() => resolve('later')))
  })
  expect(sent).toBe('later')
})

test('sends the others when one breaks, and reports that one', async () => {
  const listeners = process.listeners('uncaughtException')
  process.removeAllListeners('uncaughtException')
  try {
    const reported = once(process, 'uncaughtException')
    let isSent = false
    atEndOfTurn(() => {
      throw new Error('This one breaks.')
    })
    atEndOfTurn(() => {
      isSent = true
    })
    const [error] = await reported
    expect(error).toMatchObject({message: 'This one breaks.'})
    expect(isSent).toBe(true)
  } finally {
    for (const listener of listeners) process.on('uncaughtException', listener)
  }
})
