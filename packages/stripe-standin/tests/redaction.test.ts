import Stripe from 'stripe'
import {afterAll, beforeAll, expect, it, vi} from 'vitest'
import {buy, type StandIn, startStandIn} from './support.ts'

let standIn: StandIn
beforeAll(async () => {
  standIn = await startStandIn()
})
afterAll(() => standIn.stop())

const apiVersion = `${Stripe.API_VERSION.slice(0, 10)}.preview`
const JOBS = '/v1/privacy/redaction_jobs'

const call = (method: 'GET' | 'POST', path: string, params: Record<string, unknown> = {}) =>
  standIn.stripe.rawRequest(method, path, params, {apiVersion})

async function untilStatus(id: string, status: string): Promise<void> {
  await vi.waitFor(async () => expect(await call('GET', `${JOBS}/${id}`)).toMatchObject({status}), {
    timeout: 3_000,
  })
}

it('checks a job, waits to be told to run it, and removes names from all that belongs to its customer', async () => {
  const {session, intent} = await buy(standIn.stripe)
  const customer = String(session.customer)
  const job = await call('POST', JOBS, {objects: {customers: [customer]}, validation_behavior: 'fix'})
  expect(job).toMatchObject({
    object: 'privacy.redaction_job',
    status: 'validating',
    validation_behavior: 'fix',
  })
  await untilStatus(job.id, 'ready')
  expect(await standIn.stripe.customers.retrieve(customer)).toMatchObject({
    email: expect.stringContaining('@'),
  })

  expect(await call('POST', `${JOBS}/${job.id}/run`)).toMatchObject({status: 'redacting'})
  await untilStatus(job.id, 'succeeded')
  expect(await standIn.stripe.customers.retrieve(customer)).toMatchObject({deleted: true})
  const left = JSON.stringify([
    await standIn.stripe.checkout.sessions.retrieve(session.id),
    await standIn.stripe.paymentIntents.retrieve(intent.id, {expand: ['latest_charge', 'payment_method']}),
    await standIn.stripe.invoices.list({customer}),
    await standIn.stripe.events.list({limit: 100}),
  ])
  for (const word of ['Dana', 'Rivera', 'rivera-plumbing.example', '555 010 0200'])
    expect(left).not.toContain(word)
  expect(left).toContain('9900')
})

it('leaves another buyer as they are', async () => {
  const mine = await buy(standIn.stripe)
  const theirs = await buy(standIn.stripe)
  const before = await standIn.stripe.customers.retrieve(String(theirs.session.customer))
  const job = await call('POST', JOBS, {objects: {payment_intents: [mine.intent.id]}})
  await untilStatus(job.id, 'ready')
  await call('POST', `${JOBS}/${job.id}/run`)
  await untilStatus(job.id, 'succeeded')
  expect(await standIn.stripe.customers.retrieve(String(theirs.session.customer))).toEqual(before)
})

it('can fail, be checked again and be given up, and says so', async () => {
  const {session} = await buy(standIn.stripe)
  const job = await call('POST', JOBS, {objects: {checkout_sessions: [session.id]}})
  await expect(call('POST', `${JOBS}/${job.id}/run`)).rejects.toMatchObject({statusCode: 400})
  await standIn.control('POST', `redaction_jobs/${job.id}/fail`)
  expect(await call('GET', `${JOBS}/${job.id}`)).toMatchObject({status: 'failed'})
  expect(await call('POST', `${JOBS}/${job.id}/validate`)).toMatchObject({status: 'validating'})
  await untilStatus(job.id, 'ready')
  expect(await call('POST', `${JOBS}/${job.id}/cancel`)).toMatchObject({status: 'canceled'})
})

it('is served as a preview alone, and refuses what it does not know', async () => {
  await expect(standIn.stripe.rawRequest('GET', JOBS)).rejects.toMatchObject({statusCode: 400})
  await expect(call('POST', JOBS, {objects: {customers: ['cus_none']}})).rejects.toMatchObject({
    code: 'resource_missing',
  })
  await expect(call('POST', JOBS, {objects: {}})).rejects.toMatchObject({statusCode: 400})
})
