import {ClientError, type SanityClient} from '@sanity/client'
import {afterAll, beforeAll, beforeEach, describe, expect, test} from 'vitest'
import {RestartableLake} from '../testing/restartable-lake.ts'

let lake: RestartableLake
let client: SanityClient

beforeAll(async () => {
  lake = await RestartableLake.start()
  client = lake.client('editor', {perspective: 'raw'})
})

afterAll(() => lake.remove())

beforeEach(async () => {
  await client.delete({query: '*[true]'})
})

const failure = (promise: Promise<unknown>) =>
  promise.then(
    () => {
      throw new Error('It should have been refused')
    },
    (error: unknown) => {
      if (error instanceof ClientError) return error
      throw error
    },
  )

describe('creating', () => {
  test('gives an id and the system attributes', async () => {
    const document = await client.create({_type: 'note', text: 'first'})
    expect(document).toMatchObject({_type: 'note', text: 'first'})
    expect(document._id).toMatch(/^\S{8,}$/)
    expect(document._rev).toBeTruthy()
    expect(Date.parse(document._createdAt)).toBeCloseTo(Date.parse(document._updatedAt))
    expect(await client.getDocument(document._id)).toEqual(document)
  })

  test('completes an id that ends in a dot', async () => {
    const {_id} = await client.create({_id: 'drafts.', _type: 'note'})
    expect(_id).toMatch(/^drafts\.[\w-]{8,}$/)
  })

  test('refuses an id that is taken, with 409', async () => {
    await client.create({_id: 'a', _type: 'note'})
    const error = await failure(client.create({_id: 'a', _type: 'note'}))
    expect(error.statusCode).toBe(409)
    expect(error.responseBody).toContain('documentAlreadyExistsError')
  })

  test('createIfNotExists does not change a document that exists', async () => {
    await client.create({_id: 'a', _type: 'note', text: 'kept'})
    await client.createIfNotExists({_id: 'a', _type: 'note', text: 'other'})
    expect(await client.getDocument('a')).toMatchObject({text: 'kept'})
  })

  test('createOrReplace replaces all of it and keeps the time of creation', async () => {
    const before = await client.create({_id: 'a', _type: 'note', text: 'old', extra: 1})
    const after = await client.createOrReplace({_id: 'a', _type: 'note', text: 'new'})
    expect(after).not.toHaveProperty('extra')
    expect(after).toMatchObject({text: 'new', _createdAt: before._createdAt})
    expect(after._rev).not.toBe(before._rev)
  })
})

describe('patching', () => {
  beforeEach(async () => {
    await client.create({
      _id: 'a',
      _type: 'note',
      text: 'Hello world',
      count: 1,
      tags: ['x', 'y'],
      rows: [
        {_key: 'r1', value: 1},
        {_key: 'r2', value: 2},
      ],
    })
  })

  test.each([
    ['set', {set: {'rows[_key=="r2"].value': 9, title: 'T'}}, {title: 'T', rows: [{value: 1}, {value: 9}]}],
    ['setIfMissing', {setIfMissing: {count: 5, missing: 5}}, {count: 1, missing: 5}],
    ['unset', {unset: ['tags[0]', 'rows[_key=="r1"]']}, {tags: ['y'], rows: [{_key: 'r2'}]}],
    ['inc', {inc: {count: 4}}, {count: 5}],
    ['dec', {dec: {count: 4}}, {count: -3}],
    ['insert after', {insert: {after: 'tags[-1]', items: ['z']}}, {tags: ['x', 'y', 'z']}],
    ['insert before', {insert: {before: 'tags[0]', items: ['w']}}, {tags: ['w', 'x', 'y']}],
    ['insert replace', {insert: {replace: 'tags[0:2]', items: ['only']}}, {tags: ['only']}],
    [
      'diffMatchPatch',
      {diffMatchPatch: {text: '@@ -3,9 +3,10 @@\n llo \n-w\n+W\n orld\n+!\n'}},
      {text: 'Hello World!'},
    ],
  ])('%s', async (_name, operations, expected) => {
    expect(await client.patch('a', operations).commit()).toMatchObject(expected)
    expect(await client.getDocument('a')).toMatchObject(expected)
  })

  test('by query touches every document that it selects', async () => {
    await client.create({_id: 'b', _type: 'note', count: 10})
    await client.create({_id: 'c', _type: 'other', count: 10})
    await client
      .patch({query: '*[_type == $type]', params: {type: 'note'}})
      .inc({count: 1})
      .commit()
    expect(await client.fetch('*|order(_id){_id, count}')).toEqual([
      {_id: 'a', count: 2},
      {_id: 'b', count: 11},
      {_id: 'c', count: 10},
    ])
  })

  test('a wrong revision is refused with 409 and changes nothing', async () => {
    const error = await failure(client.patch('a').ifRevisionId('not-this-one').set({text: 'lost'}).commit())
    expect(error.statusCode).toBe(409)
    expect(error.responseBody).toContain('documentRevisionIDDoesNotMatchError')
    const current = await client.getDocument('a')
    expect(current).toMatchObject({text: 'Hello world'})
    await client.patch('a').ifRevisionId(String(current?._rev)).set({text: 'won'}).commit()
    expect(await client.getDocument('a')).toMatchObject({text: 'won'})
  })

  test('a document that does not exist is refused with 404', async () => {
    expect((await failure(client.patch('nowhere').set({a: 1}).commit())).statusCode).toBe(404)
  })

  test('gives keys to the objects of arrays when it is asked to', async () => {
    const document = await client
      .patch('a')
      .append('rows', [{value: 3}])
      .commit({autoGenerateArrayKeys: true})
    expect(document.rows).toHaveLength(3)
    expect(document.rows[2]).toEqual({_key: expect.stringMatching(/^\S+$/), value: 3})
  })
})

describe('deleting', () => {
  test('by id and by query', async () => {
    for (const _id of ['a', 'b', 'c']) await client.create({_id, _type: 'note'})
    await client.delete('a')
    await client.delete({query: '*[_id == $id]', params: {id: 'b'}})
    expect(await client.fetch('*._id')).toEqual(['c'])
  })

  test('a document to which others refer is refused with 409', async () => {
    await client.create({_id: 'target', _type: 'note'})
    await client.create({_id: 'from', _type: 'note', to: {_type: 'reference', _ref: 'target'}})
    const error = await failure(client.delete('target'))
    expect(error.statusCode).toBe(409)
    expect(await client.getDocument('target')).toBeDefined()
  })
})

describe('transactions', () => {
  test('are applied as one, under one revision', async () => {
    const result = await client
      .transaction()
      .create({_id: 'a', _type: 'note', count: 1})
      .patch('a', (patch) => patch.inc({count: 1}))
      .createIfNotExists({_id: 'b', _type: 'note'})
      .delete('b')
      .transactionId('my-transaction')
      .commit()
    expect(result.transactionId).toBe('my-transaction')
    expect(result.results.map(({id}) => id)).toContain('a')
    expect(await client.fetch('*{_id, _rev, count}')).toEqual([{_id: 'a', _rev: 'my-transaction', count: 2}])
  })

  test('leave nothing when one part fails', async () => {
    const error = await failure(
      client
        .transaction()
        .create({_id: 'a', _type: 'note'})
        .patch('nowhere', {set: {a: 1}})
        .commit(),
    )
    expect(error.statusCode).toBe(404)
    expect(await client.fetch('count(*)')).toBe(0)
  })

  test('answer documents or ids, as asked', async () => {
    const ids = await client.mutate([{create: {_id: 'a', _type: 'note'}}], {
      returnDocuments: false,
      returnFirst: false,
    })
    expect(ids).toMatchObject({documentIds: ['a'], results: [{id: 'a', operation: 'create'}]})
    const documents = await client.mutate(
      [{patch: {id: 'a', set: {text: 'x'}}}, {create: {_id: 'b', _type: 'note'}}],
      {returnDocuments: true, returnFirst: false},
    )
    expect(documents).toMatchObject([{_id: 'a', text: 'x'}, {_id: 'b'}])
  })

  test('in a dry run are answered like a real one, and changes nothing', async () => {
    const document = await client.create({_id: 'a', _type: 'note'}, {dryRun: true})
    expect(document).toMatchObject({_id: 'a', _type: 'note'})
    expect(await client.fetch('count(*)')).toBe(0)
  })

  test('that overlap are applied one after the other', async () => {
    await client.create({_id: 'a', _type: 'note', count: 0})
    await Promise.all(Array.from({length: 30}, () => client.patch('a').inc({count: 1}).commit()))
    expect(await client.getDocument('a')).toMatchObject({count: 30})
  })

  test('survive a restart', async () => {
    const document = await client.create({_id: 'a', _type: 'note', text: 'durable'})
    await lake.restart()
    expect(await client.getDocument('a')).toEqual(document)
  })
})
