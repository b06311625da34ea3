import {mkdtemp, rm} from 'node:fs/promises'
import {createServer, type IncomingHttpHeaders, type Server} from 'node:http'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {text} from 'node:stream/consumers'
import {isValidSignature} from '@sanity/webhook'
import {afterEach, beforeEach, describe, expect, test, vi} from 'vitest'
import {Deliverer} from './deliverer.ts'
import {DeliveryLog} from './delivery-log.ts'
import type {Hook} from './hook.ts'
import type {Message} from './message.ts'

const SECRET = 'a secret of the test'

let directory: string
let log: DeliveryLog
let deliverer: Deliverer
let receiver: Server
let hook: Hook
let received: {headers: IncomingHttpHeaders; method?: string; body: string}[]
/** What the receiver answers, one after the other; then 200. */
let answers: number[]

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'deliverer-'))
  log = await DeliveryLog.open(join(directory, 'deliveries.log'), () => true)
  received = []
  answers = []
  receiver = createServer(async (request, response) => {
    const {headers, method} = request
    received.push({headers, ...(method && {method}), body: await text(request)})
    response.writeHead(answers.shift() ?? 200).end('seen')
  })
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve))
  hook = {
    type: 'document',
    id: 'hook',
    projectId: 'project',
    name: 'test',
    description: null,
    url: `http://127.0.0.1:${portOf(receiver)}/hook`,
    dataset: '*',
    httpMethod: 'POST',
    apiVersion: 'v2021-03-25',
    includeDrafts: false,
    headers: {'x-own': 'yes', 'sanity-operation': 'forged'},
    secret: SECRET,
    isDisabled: false,
    isDisabledByUser: false,
    rule: {on: ['create']},
    createdAt: '2026-01-01T00:00:00.000Z',
    createdByUserId: 'somebody',
    deletedAt: null,
  }
  deliverer = new Deliverer(log, {find: (id) => (id === hook.id ? hook : undefined)}, (error) => {
    throw error
  })
})

afterEach(async () => {
  await deliverer.close()
  await log.close()
  receiver.closeAllConnections()
  await new Promise((resolve) => receiver.close(resolve))
  await rm(directory, {recursive: true})
})

function portOf(server: Server): number {
  const address = server.address()
  if (typeof address !== 'object' || !address) throw new Error('The receiver does not listen')
  return address.port
}

function message(id: string, documentId = 'a'): Message {
  const now = new Date().toISOString()
  return {
    id,
    hookId: 'hook',
    dataset: 'production',
    documentId,
    operation: 'create',
    transactionId: 'tx',
    transactionTime: now,
    payload: JSON.stringify({id}),
    createdAt: now,
  }
}

async function deliver(...messages: Message[]) {
  await log.queue('production', 'tx', messages)
  deliverer.enqueue(messages)
}

describe('Deliverer', () => {
  test('sends a signed request that says what happened', async () => {
    await deliver(message('one'))
    await vi.waitUntil(() => log.owed().length === 0)
    const [request] = received
    expect(request).toMatchObject({
      method: 'POST',
      body: '{"id":"one"}',
      headers: {
        'content-type': 'application/json',
        'x-own': 'yes',
        'idempotency-key': 'one',
        'sanity-webhook-id': 'hook',
        'sanity-operation': 'create',
        'sanity-document-id': 'a',
        'sanity-project-id': 'project',
        'sanity-dataset': 'production',
        'sanity-transaction-id': 'tx',
      },
    })
    const signature = String(request?.headers['sanity-webhook-signature'])
    expect(await isValidSignature('{"id":"one"}', signature, SECRET)).toBe(true)
    expect(log.attemptsOf('one')).toMatchObject([{isFailure: false, resultCode: 200, resultBody: 'seen'}])
  })

  test('tries again after 500 under the same key, and lets later messages of the document wait', async () => {
    answers = [500]
    await deliver(message('one'), message('two'), message('other', 'b'))
    await vi.waitUntil(() => log.owed().length === 0, {timeout: 5_000})
    expect(received.map(({headers}) => headers['idempotency-key']).toSorted()).toEqual([
      'one',
      'one',
      'other',
      'two',
    ])
    expect(received.at(-1)?.headers['idempotency-key']).toBe('two')
    expect(log.attemptsOf('one')).toMatchObject([
      {failureReason: 'http', resultCode: 500, willRetry: true},
      {isFailure: false, willRetry: false},
    ])
  })

  test('does not try again when the receiver refuses', async () => {
    answers = [404]
    await deliver(message('one'))
    await vi.waitUntil(() => log.owed().length === 0)
    expect(log.attemptsOf('one')).toMatchObject([{isFailure: true, resultCode: 404, willRetry: false}])
    expect(received).toHaveLength(1)
  })

  test('keeps a message whose receiver is not there', async () => {
    hook = {...hook, url: 'http://127.0.0.1:1/'}
    await deliver(message('one'))
    await vi.waitUntil(() => log.attemptsOf('one').length > 0)
    expect(log.attemptsOf('one')).toMatchObject([
      {failureReason: 'network', resultCode: null, willRetry: true},
    ])
    expect(log.owed()).toHaveLength(1)
  })

  test('drops what is owed to a hook that is gone', async () => {
    await deliver({...message('one'), hookId: 'gone'}, message('two'))
    await vi.waitUntil(() => received.length === 1)
    expect(received[0]?.headers['idempotency-key']).toBe('two')
  })
})
