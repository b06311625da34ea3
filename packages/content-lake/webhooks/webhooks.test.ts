import {isValidSignature, SIGNATURE_HEADER_NAME} from '@sanity/webhook'
import {afterAll, afterEach, beforeAll, describe, expect, test, vi} from 'vitest'
import {HookReceiver} from '../testing/hook-receiver.ts'
import {PROJECT_ID, RestartableLake} from '../testing/restartable-lake.ts'

const SECRET = 'a secret of the test'

let lake: RestartableLake
let receiver: HookReceiver

beforeAll(async () => {
  lake = await RestartableLake.start()
  receiver = await HookReceiver.start()
})

afterEach(async () => {
  const hooks: {id: string}[] = await administrator().request({url: PATH})
  for (const {id} of hooks) await administrator().request({url: `${PATH}/${id}`, method: 'DELETE'})
  await lake.client('editor').delete({query: '*[true]'})
  receiver.reset()
})

afterAll(async () => {
  await lake.remove()
  await receiver.stop()
})

const PATH = `/hooks/projects/${PROJECT_ID}`
const administrator = () => lake.client('administrator', {apiVersion: '2021-10-04'})

type HookDescription = {rule?: Record<string, unknown>; [field: string]: unknown}

function register({rule, ...fields}: HookDescription = {}): Promise<{id: string}> {
  return administrator().request({
    url: PATH,
    method: 'POST',
    body: {
      type: 'document',
      name: 'Test',
      url: receiver.url,
      dataset: 'production',
      secret: SECRET,
      rule: {on: ['create', 'update', 'delete'], ...rule},
      ...fields,
    },
  })
}

describe('a webhook', () => {
  test('is sent for each change, signed, with the projection of the hook', async () => {
    const {id} = await register({
      rule: {
        projection:
          '{_id, _type, "slug": slug.current, "before": before().slug.current, "operation": delta::operation()}',
      },
    })
    const client = lake.client('editor')
    await client.create({_id: 'a', _type: 'note', slug: {current: 'one'}})
    const {transactionId} = await client.mutate([{patch: {id: 'a', set: {'slug.current': 'two'}}}], {
      returnDocuments: false,
    })
    await client.delete('a')
    await receiver.receive(3)
    expect(receiver.payloads).toEqual([
      {_id: 'a', _type: 'note', slug: 'one', before: null, operation: 'create'},
      {_id: 'a', _type: 'note', slug: 'two', before: 'one', operation: 'update'},
      expect.objectContaining({before: 'two', operation: 'delete'}),
    ])
    for (const {headers, body} of receiver.received) {
      expect(await isValidSignature(body, String(headers[SIGNATURE_HEADER_NAME]), SECRET)).toBe(true)
      expect(await isValidSignature(`${body} `, String(headers[SIGNATURE_HEADER_NAME]), SECRET)).toBe(false)
    }
    expect(receiver.received[1]?.headers).toMatchObject({
      'sanity-webhook-id': id,
      'sanity-operation': 'update',
      'sanity-document-id': 'a',
      'sanity-project-id': PROJECT_ID,
      'sanity-dataset': 'production',
      'sanity-transaction-id': transactionId,
    })
  })

  test('contains the whole document when the hook has no projection', async () => {
    await register()
    const document = await lake.client('editor').create({_id: 'a', _type: 'note', text: 'whole'})
    await receiver.receive(1)
    expect(receiver.payloads).toEqual([document])
  })

  test('is sent only for changes that match its filter, operations and dataset', async () => {
    await register({
      rule: {on: ['update'], filter: '_type == "note" && delta::changedAny(title)', projection: '_id'},
    })
    const client = lake.client('editor')
    for (const [_id, _type] of [
      ['a', 'note'],
      ['b', 'other'],
      ['last', 'note'],
    ] as const) {
      await client.create({_id, _type, title: 'one'})
    }
    await lake.client('editor', {dataset: 'staging'}).create({_id: 'a', _type: 'note', title: 'one'})
    await lake.client('editor', {dataset: 'staging'}).patch('a').set({title: 'two'}).commit()
    await client.patch('a').set({other: 'two'}).commit()
    await client.patch('a').set({title: 'two'}).commit()
    await client.patch('b').set({title: 'two'}).commit()
    await client.patch('last').set({title: 'two'}).commit()
    await receiver.until(() => receiver.payloads.includes('last'))
    expect(receiver.payloads).toEqual(['a', 'last'])
  })

  test('is sent for drafts only when the hook includes them', async () => {
    await register({rule: {projection: '_id'}})
    const client = lake.client('editor')
    await client.create({_id: 'drafts.a', _type: 'note'})
    await client.create({_id: 'versions.r1.a', _type: 'note'})
    await client.create({_id: 'a', _type: 'note'})
    await receiver.receive(1)
    expect(receiver.payloads).toEqual(['a'])
    await register({name: 'Drafts too', includeDrafts: true, rule: {projection: '{"draft": _id}'}})
    await client.patch('drafts.a').set({text: 'x'}).commit()
    await receiver.receive(2)
    expect(receiver.payloads[1]).toEqual({draft: 'drafts.a'})
  })

  test('is sent again after 500 under the same key, as its log shows', async () => {
    const {id} = await register({rule: {projection: '_id'}})
    receiver.answers.push(500)
    await lake.client('editor').create({_id: 'a', _type: 'note'})
    await receiver.receive(2)
    const [first, second] = receiver.received
    expect(second?.headers['idempotency-key']).toBe(first?.headers['idempotency-key'])
    const messages = () => administrator().request({url: `${PATH}/${id}/messages`})
    await vi.waitUntil(async () => (await messages())[0]?.status === 'success', {timeout: 30_000})
    expect(await messages()).toMatchObject([{hookId: id, payload: '"a"', failureCount: 1, resultCode: 200}])
    const attempts = await administrator().request({url: `${PATH}/${id}/attempts`})
    expect(attempts).toMatchObject([
      {isFailure: false, resultCode: 200},
      {isFailure: true, failureReason: 'http', resultCode: 500},
    ])
    expect(await administrator().request({url: `${PATH}/attempts/${attempts[1].id}`})).toEqual(attempts[1])
  })

  test('is sent after a restart for changes that could not be delivered before, in order', async () => {
    await register({rule: {projection: '{_id, count}'}})
    receiver.answers.push(503, 503, 503, 503, 503)
    const client = lake.client('editor')
    await client.create({_id: 'a', _type: 'note', count: 1})
    await client.patch('a').set({count: 2}).commit()
    await receiver.receive(1)
    await lake.restart({
      whileDown: () => receiver.reset(),
    })
    await receiver.receive(2)
    expect(receiver.payloads).toEqual([
      {_id: 'a', count: 1},
      {_id: 'a', count: 2},
    ])
  })

  test('is not sent once the hook is disabled or deleted', async () => {
    const disabled = await register({rule: {projection: '"disabled"'}})
    const deleted = await register({rule: {projection: '"deleted"'}})
    await register({rule: {projection: '"kept"'}})
    await administrator().request({
      url: `${PATH}/${disabled.id}`,
      method: 'PUT',
      body: {isDisabledByUser: true},
    })
    await administrator().request({url: `${PATH}/${deleted.id}`, method: 'DELETE'})
    await lake.client('editor').create({_type: 'note'})
    await lake.client('editor').create({_type: 'note'})
    await receiver.receive(2)
    expect(receiver.payloads).toEqual(['kept', 'kept'])
    const hooks: {id: string}[] = await administrator().request({url: PATH})
    expect(hooks.map(({id}) => id)).not.toContain(deleted.id)
  })

  test('does not delay commits', async () => {
    await register({url: 'http://127.0.0.1:1/'})
    const client = lake.client('editor')
    await Promise.all(Array.from({length: 20}, () => client.create({_type: 'note'})))
    expect(await client.fetch('count(*[_type == "note"])')).toBe(20)
  })
})
