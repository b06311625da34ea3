import {mkdtemp, rm} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {isValidSignature} from '@sanity/webhook'
import {afterEach, beforeEach, describe, expect, test, vi} from 'vitest'
import {HookReceiver} from '../testing/hook-receiver.ts'
import {Deliverer, isWorthRetrying, retryDelay} from './delivery.ts'
import {DeliveryLog} from './delivery-log.ts'
import type {Hook} from './hooks.ts'
import type {Message} from './messages.ts'

const SECRET = 'a secret of the test'

let directory: string
let log: DeliveryLog
let deliverer: Deliverer
let receiver: HookReceiver
let hook: Hook

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'deliverer-'))
  log = await DeliveryLog.open(join(directory, 'deliveries.log'), () => true)
  receiver = await HookReceiver.start()
  hook = {
    type: 'document',
    id: 'hook',
    projectId: 'project',
    name: 'test',
    description: null,
    url: receiver.url,
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
    createdByUserId: 'u-creator',
    deletedAt: null,
  }
  deliverer = new Deliverer(log, {find: (id) => (id === hook.id ? hook : undefined)}, (error) => {
    throw error
  })
})

afterEach(async () => {
  await deliverer.close()
  await log.close()
  await receiver.stop()
  await rm(directory, {recursive: true})
})

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

/** Waits for an entry of the log, which is written after the receiver has answered. */
function logged(isMet: () => boolean) {
  return vi.waitUntil(isMet, {interval: 5, timeout: 30_000})
}

async function deliver(...messages: Message[]) {
  await log.queue('production', 'tx', messages)
  deliverer.enqueue(messages)
}

describe('Deliverer', () => {
  test('sends a signed request that says what happened', async () => {
    await deliver(message('one'))
    await logged(() => log.pending().length === 0)
    const [request] = receiver.received
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
    expect(log.attemptsOf('one')).toMatchObject([{isFailure: false, resultCode: 200, resultBody: 'received'}])
  })

  test('repeats a message after 500 under the same key, before later messages of the document', async () => {
    receiver.answers.push(500)
    await deliver(message('one'), message('two'))
    // Another document's message is sent beside them: begun at once, it could get the answer that is meant for the first.
    await logged(() => log.attemptsOf('one').length > 0)
    await deliver(message('other', 'b'))
    await logged(() => log.pending().length === 0)
    const keys = receiver.received.map(({headers}) => headers['idempotency-key'])
    expect(keys.filter((key) => key !== 'other')).toEqual(['one', 'one', 'two'])
    expect(keys.filter((key) => key === 'other')).toHaveLength(1)
    expect(log.attemptsOf('one')).toMatchObject([
      {failureReason: 'http', resultCode: 500, willRetry: true},
      {isFailure: false, willRetry: false},
    ])
  })

  test('does not repeat a message that the receiver refuses', async () => {
    receiver.answers.push(404)
    await deliver(message('one'))
    await logged(() => log.pending().length === 0)
    expect(log.attemptsOf('one')).toMatchObject([{isFailure: true, resultCode: 404, willRetry: false}])
    expect(receiver.received).toHaveLength(1)
  })

  test('keeps a message whose receiver cannot be reached', async () => {
    hook = {...hook, url: 'http://127.0.0.1:1/'}
    await deliver(message('one'))
    await logged(() => log.attemptsOf('one').length > 0)
    expect(log.attemptsOf('one')).toMatchObject([
      {failureReason: 'network', resultCode: null, willRetry: true},
    ])
    expect(log.pending()).toHaveLength(1)
  })

  test('drops messages for a removed hook', async () => {
    await deliver({...message('one'), hookId: 'gone'}, message('two'))
    await receiver.receive(1)
    expect(receiver.received[0]?.headers['idempotency-key']).toBe('two')
  })
})

describe('retries', () => {
  test.each([
    [null, true],
    [500, true],
    [503, true],
    [429, true],
    [302, true],
    [400, false],
    [404, false],
    [410, false],
  ])('after the status %s there is another attempt: %s', (resultCode, expected) => {
    expect(isWorthRetrying({resultCode})).toBe(expected)
  })

  test('wait twice as long after each failure, up to five minutes', () => {
    expect([1, 2, 3, 4].map((failures) => retryDelay(failures, 0))).toEqual([1_000, 2_000, 4_000, 8_000])
    expect(retryDelay(20, 0)).toBe(300_000)
  })

  test('end half an hour after the change', () => {
    expect(retryDelay(1, 30 * 60_000 - 1_000)).toBe(1_000)
    expect(retryDelay(1, 30 * 60_000 - 999)).toBeNull()
  })
})
