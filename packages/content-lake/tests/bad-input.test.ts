import {request} from 'node:http'
import {afterAll, afterEach, beforeAll, describe, expect, test} from 'vitest'
import {type Caller, RestartableLake} from '../testing/restartable-lake.ts'

let lake: RestartableLake

beforeAll(async () => {
  lake = await RestartableLake.start()
  await lake.client('editor').create({_id: 'a', _type: 'note', text: 'still here'})
})

afterAll(() => lake.remove())

afterEach(async () => {
  expect(await lake.client('viewer').fetch('*[_id == "a"][0].text')).toBe('still here')
})

const post = (path: string, body: string, caller: Caller = 'editor') =>
  lake.fetch(path, caller, {method: 'POST', body, headers: {'content-type': 'application/json'}})

const query = (groq: string) =>
  lake.fetch(`/data/query/production?query=${encodeURIComponent(groq)}`, 'viewer')

const mutate = (...mutations: unknown[]) => post('/data/mutate/production', JSON.stringify({mutations}))

describe('bad input', () => {
  test.each(['/data/mutate/production', '/data/actions/production', '/data/query/production'])(
    'what is not JSON is refused by %s',
    async (path) => {
      const response = await post(path, '{"mutations": [')
      expect(response.status).toBe(400)
      expect(await response.text()).toContain('JSON')
    },
  )

  test.each([
    ['an unknown mutation', {fly: {id: 'a'}}],
    ['a document without a type', {create: {_id: 'b'}}],
    ['an id that cannot be', {create: {_id: 'not an id!', _type: 'note'}}],
    ['a patch of nothing', {patch: {set: {text: 'x'}}}],
    ['an unreadable path', {patch: {id: 'a', set: {'rows[_key==': 'x'}}}],
    ['a change of identity', {patch: {id: 'a', set: {_id: 'b'}}}],
    ['bad GROQ', {delete: {query: '*[_type =='}}],
    ['two mutations in one', {create: {_id: 'b', _type: 'note'}, delete: {id: 'a'}}],
    ['a number', 7],
    ['null', null],
  ])('%s is refused with 400 and an error that says so', async (_name, mutation) => {
    const response = await mutate(mutation)
    const body = await response.json()
    expect(response.status, JSON.stringify(body)).toBe(400)
    expect(body).toMatchObject({error: expect.anything()})
  })

  test('bad GROQ gets the place of the error', async () => {
    const response = await query('*[_type == "note"')
    expect(response.status).toBe(400)
    expect(await response.json()).toMatchObject({
      error: {
        type: 'queryParseError',
        description: expect.any(String),
        query: '*[_type == "note"',
        start: 16,
      },
    })
  })

  test('a query without a query, and a parameter that is not JSON', async () => {
    expect((await lake.fetch('/data/query/production', 'viewer')).status).toBe(400)
    expect((await lake.fetch('/data/query/production?query=*&$a=nope', 'viewer')).status).toBe(400)
  })

  test.each([
    ['/data/mutate/production', 17 << 20],
    ['/data/query/production', 5 << 20],
    ['/assets/files/production', 101 << 20],
  ])('a huge body is refused by %s with 413', async (path, size) => {
    const response = await post(path, 'x'.repeat(size)).catch(() => null)
    // The lake may close the connection before all of it was sent, which some clients take for an error.
    if (response) expect(response.status).toBe(413)
  })

  test('an unknown path and a wrong method', async () => {
    expect((await lake.fetch('/data/nothing', 'editor')).status).toBe(404)
    expect((await lake.fetch('/data/mutate/production', 'editor')).status).toBe(405)
  })

  test('a path that cannot be decoded', async () => {
    expect((await lake.fetch('/data/doc/production/%E0%A4%A', 'viewer')).status).toBe(400)
  })

  test('a host name that is not the lake’s own', async () => {
    const {promise, resolve, reject} = Promise.withResolvers<number | undefined>()
    const asked = request(`${lake.url}/v1/ping`, {headers: {host: 'attacker.example'}}, (response) => {
      response.resume()
      resolve(response.statusCode)
    })
    asked.on('error', reject)
    asked.end()
    expect(await promise).toBe(403)
  })
})
