import {type ChildProcess, spawn} from 'node:child_process'
import {once} from 'node:events'
import {mkdtemp, rm, stat} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {afterEach, beforeEach, expect, it} from 'vitest'
import {loadAccount} from '../account.ts'
import {clientFor, openSession, startReceiver, startStandIn, submitPayment} from './support.ts'

const main = fileURLToPath(import.meta.resolve('../main.ts'))

let data: string
let child: ChildProcess | undefined
beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), 'stripe-'))
})
afterEach(async () => {
  await kill('SIGKILL')
  await rm(data, {recursive: true, force: true})
})

/** Starts the stand-in as a process of its own and gives its address. */
async function launch(): Promise<string> {
  const started = spawn(process.execPath, [main, '--port', '0', '--data', data], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  child = started
  for await (const chunk of started.stdout) {
    const [url] = /http:\/\/[\d.:]+/.exec(String(chunk)) ?? []
    if (url) return url
  }
  throw new Error('The stand-in ended before it listened')
}

async function kill(signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null> {
  if (!child || child.exitCode !== null || child.signalCode !== null) return null
  const ended = once(child, 'exit')
  child.kill(signal)
  const [code] = await ended
  return code
}

it('keeps every acknowledged call, its key, and what it had to send, when it is killed', async () => {
  const receiver = await startReceiver()
  const key = loadAccount(data).test.secretKey
  const before = clientFor(await launch(), key)
  const {secret} = await before.webhookEndpoints.create({
    url: receiver.url,
    enabled_events: ['checkout.session.completed'],
  })
  receiver.trust(secret)
  // The endpoint fails, so the event is still to be sent when the process dies.
  receiver.answers.push(500)
  const session = await openSession(before, {}, {idempotencyKey: 'durable'})
  await submitPayment(session.url)
  await receiver.waitFor('checkout.session.completed')
  await kill('SIGKILL')

  const after = clientFor(await launch(), key)
  expect(await after.checkout.sessions.retrieve(session.id)).toMatchObject({
    status: 'complete',
    payment_status: 'paid',
  })
  const resent = await receiver.waitFor('checkout.session.completed', 2)
  expect(resent).toMatchObject({verified: true, event: {data: {object: {id: session.id}}}})
  expect(resent.event.id).toBe(receiver.received[0]?.event.id)
  await expect(after.products.create({name: 'Other'}, {idempotencyKey: 'durable'})).rejects.toMatchObject({
    type: 'StripeIdempotencyError',
  })
  await receiver.stop()
})

it('keeps its keys to their owner, and ends at once when it is asked to', async () => {
  await launch()
  expect((await stat(join(data, 'account.json'))).mode & 0o777).toBe(0o600)
  expect(await kill('SIGTERM')).toBe(0)
})

it('says in plain words why it cannot start', async () => {
  const {running, stop} = await startStandIn()
  const {port} = new URL(running.url)
  const second = spawn(process.execPath, [main, '--port', port, '--data', data])
  const [said, [code]] = await Promise.all([second.stderr.toArray(), once(second, 'exit')])
  expect(Buffer.concat(said).toString()).toContain('EADDRINUSE')
  expect(code).toBe(1)
  await stop()
})

it('starts over on request, with or without its products, prices and endpoints', async () => {
  const standIn = await startStandIn()
  const {stripe, control} = standIn
  const session = await openSession(stripe)
  await control('POST', 'faults/api', {kind: 'status', path: '/v1/never'})
  await control('POST', 'reset', {keepSetup: true})
  await expect(stripe.checkout.sessions.retrieve(session.id)).rejects.toMatchObject({
    code: 'resource_missing',
  })
  expect((await stripe.prices.list()).data).toHaveLength(1)
  expect(await control('GET', 'faults')).toEqual({api: [], webhooks: []})
  await control('POST', 'reset')
  expect((await stripe.prices.list()).data).toEqual([])
  await standIn.stop()
})
