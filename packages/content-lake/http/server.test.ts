import {request} from 'node:http'
import {connect} from 'node:net'
import {afterAll, afterEach, beforeAll, describe, expect, test} from 'vitest'
import {type Caller, RestartableLake} from '../testing/restartable-lake.ts'

let lake: RestartableLake

beforeAll(async () => {
  lake = await RestartableLake.start()
})
afterAll(() => lake.remove())

/** Sends a request with another `Host` header, which `fetch` does not allow. */
function askAs(
  host: string,
  path = '/v1/ping',
  headers: Record<string, string> = {},
): Promise<{status: number; location?: string}> {
  const {port} = new URL(lake.url)
  return new Promise((resolve, reject) => {
    request({port, path, headers: {host, ...headers}}, (response) => {
      response.resume()
      const {location} = response.headers
      resolve({status: response.statusCode ?? 0, ...(location && {location})})
      response.destroy()
    })
      .on('error', reject)
      .end()
  })
}

describe('host names', () => {
  test.each(['localhost', 'local.localhost', 's7.localhost', '127.0.0.1:80', '[::1]:80'])(
    'serves %s',
    async (host) => {
      expect((await askAs(host)).status).toBe(200)
    },
  )

  test.each(['evil.example', 'other.localhost', 'localhost.evil.example', '10.0.0.1'])(
    'refuses %j',
    async (host) => {
      expect((await askAs(host)).status).toBeGreaterThanOrEqual(400)
    },
  )
})

describe('credentials', () => {
  test('tells a wrong token from none', async () => {
    const {status, body} = await lake.call('/data/query/production?query=1', {token: 'wrong'})
    expect(status).toBe(401)
    expect(body).toMatchObject({statusCode: 401, errorCode: 'SIO-401-ANF'})
    expect((await lake.call('/data/query/production?query=1')).body).toMatchObject({result: 1})
  })

  test('lets editors and administrators write, and no other caller', async () => {
    const mutations = [{create: {_type: 'note'}}]
    expect((await lake.call('/data/mutate/production', {json: {mutations}})).status).toBe(401)
    const refused = await lake.mutate(mutations, {as: 'viewer'})
    expect(refused.status).toBe(403)
    expect(refused.body).toMatchObject({
      error: {type: 'mutationError', items: [{error: {type: 'insufficientPermissionsError'}}]},
    })
    expect((await lake.mutate(mutations, {as: 'administrator'})).status).toBe(200)
  })

  test('refuses a project that is not its own', async () => {
    const headers = {'x-sanity-project-id': 'someone-else'}
    expect((await lake.call('/data/query/production?query=1', {headers})).status).toBe(404)
  })
})

describe('pages of other origins', () => {
  test('may call with the credentials that they send', async () => {
    const {headers} = await lake.call('/data/query/production?query=1', {
      headers: {origin: 'http://localhost:3000'},
    })
    expect(headers.get('access-control-allow-origin')).toBe('http://localhost:3000')
    expect(headers.get('access-control-allow-credentials')).toBe('true')
    expect(headers.get('vary')).toContain('origin')
  })

  test('get a preflight answered without credentials', async () => {
    const asked = {
      origin: 'http://localhost:3000',
      'access-control-request-headers': 'authorization,x-sanity-app',
    }
    const {status, headers} = await lake.call('/data/query/production', {method: 'OPTIONS', headers: asked})
    expect(status).toBe(204)
    expect(headers.get('access-control-allow-headers')).toBe('authorization,x-sanity-app')
  })

  test('have their streams redirected to other host names, with a ticket that can be used once', async () => {
    const token = lake.person('editor').token
    const headers = {origin: 'http://localhost:3000', authorization: `Bearer ${token}`}
    const path = `/v1/data/listen/production?query=${encodeURIComponent('*')}`
    const {status, location = ''} = await askAs('localhost', path, headers)
    expect(status).toBe(307)
    const {hostname, pathname, search, searchParams} = new URL(location)
    expect(hostname).toMatch(/^s\d+\.localhost$/)
    expect(searchParams.get('query')).toBe('*')
    expect(location).not.toContain(token)
    const origin = {origin: 'null'}
    expect((await askAs(hostname, `${pathname}${search}`, origin)).status).toBe(200)
    expect((await askAs(hostname, `${pathname}${search}`, origin)).status).toBe(401)
  })

  test('alone are redirected', async () => {
    const {status} = await askAs('localhost', `/v1/data/listen/production?query=${encodeURIComponent('*')}`)
    expect(status).toBe(200)
  })
})

describe('refused requests', () => {
  test.each([
    ['no JSON', {body: '{'}, 400],
    ['no mutations', {json: {}}, 400],
    ['an unknown mutation', {json: {mutations: [{destroy: {id: 'a'}}]}}, 400],
    ['two operations in one', {json: {mutations: [{create: {_type: 'a'}, delete: {id: 'a'}}]}}, 400],
    ['a document without a type', {json: {mutations: [{create: {_id: 'a'}}]}}, 400],
    ['an unknown operation of a patch', {json: {mutations: [{patch: {id: 'a', explode: {}}}]}}, 400],
    ['a mutation of nothing', {json: {mutations: [{patch: {set: {a: 1}}}]}}, 400],
    ['bad GROQ in a mutation', {json: {mutations: [{delete: {query: '*[_type == '}}]}}, 400],
    ['an invalid transaction id', {json: {mutations: [], transactionId: '../x'}}, 400],
  ])('%s is answered in the API’s shape', async (_name, call, status) => {
    const answer = await lake.call('/data/mutate/production', {as: 'editor', ...call})
    expect(answer.status).toBe(status)
    expect(answer.body).toHaveProperty('error')
  })

  test('refuses a body that is too large, and answers the next request', async () => {
    const text = 'x'.repeat(17 << 20)
    expect((await lake.mutate([{create: {_type: 'note', text}}])).status).toBe(413)
    expect((await lake.call('/ping')).status).toBe(200)
  })

  test('answers unknown paths, methods and datasets', async () => {
    expect((await lake.call('/nowhere', {as: 'editor'})).status).toBe(404)
    expect((await lake.call('/data/mutate/production', {as: 'editor', method: 'DELETE'})).status).toBe(405)
    expect((await lake.call('/data/doc/%ff/a')).status).toBe(400)
    const missing = await lake.call('/data/query/missing?query=1', {as: 'editor'})
    expect(missing.status).toBe(404)
    expect(missing.body).toMatchObject({statusCode: 404, message: expect.stringContaining('"missing"')})
    expect(
      (await lake.call('/data/mutate/Not%20a%20name', {as: 'editor', json: {mutations: []}})).status,
    ).toBe(400)
  })

  test('answers 400 to what is not HTTP', async () => {
    const answer = await new Promise<string>((resolve) => {
      const socket = connect(Number(new URL(lake.url).port), '127.0.0.1', () =>
        socket.end('\u0000nonsense\r\n\r\n'),
      )
      let text = ''
      socket.on('data', (chunk) => {
        text += chunk
      })
      socket.on('close', () => resolve(text))
    })
    expect(answer).toContain('400 Bad Request')
    expect((await lake.call('/ping')).status).toBe(200)
  })

  test('refuses values that are nested too deeply', async () => {
    const nested = `${'['.repeat(50_000)}${']'.repeat(50_000)}`
    const body = `{"mutations":[{"create":{"_type":"note","list":${nested}}}]}`
    expect((await lake.call('/data/mutate/production', {as: 'editor', body})).status).toBe(400)
  })
})

describe('datasets', () => {
  test('are made by the first authorised write', async () => {
    const json = {mutations: [{create: {_type: 'note'}}]}
    expect((await lake.call('/data/mutate/second', {as: 'viewer', json})).status).toBe(403)
    expect((await lake.call('/data/query/second?query=1', {as: 'viewer'})).status).toBe(404)
    expect((await lake.call('/data/mutate/second', {as: 'editor', json})).status).toBe(200)
    const {body} = await lake.call('/projects/local/datasets', {as: 'viewer'})
    expect(body).toMatchObject([{name: 'production'}, {name: 'second'}])
  })
})

const post = (path: string, body: string, caller: Caller = 'editor') =>
  lake.fetch(path, caller, {method: 'POST', body, headers: {'content-type': 'application/json'}})

const query = (groq: string) =>
  lake.fetch(`/data/query/production?query=${encodeURIComponent(groq)}`, 'viewer')

describe('malformed requests', () => {
  beforeAll(async () => {
    await lake.client('editor').create({_id: 'a', _type: 'note', text: 'still here'})
  })

  afterEach(async () => {
    expect(await lake.client('viewer').fetch('*[_id == "a"][0].text')).toBe('still here')
  })

  test.each(['/data/mutate/production', '/data/actions/production', '/data/query/production'])(
    '%s refuses a body that is not JSON',
    async (path) => {
      const response = await post(path, '{"mutations": [')
      expect(response.status).toBe(400)
      expect(await response.text()).toContain('JSON')
    },
  )

  test.each([
    ['an unknown mutation', {fly: {id: 'a'}}],
    ['a document without a type', {create: {_id: 'b'}}],
    ['an invalid id', {create: {_id: 'not an id!', _type: 'note'}}],
    ['a patch without a document', {patch: {set: {text: 'x'}}}],
    ['an unreadable path', {patch: {id: 'a', set: {'rows[_key==': 'x'}}}],
    ['a change of identity', {patch: {id: 'a', set: {_id: 'b'}}}],
    ['bad GROQ', {delete: {query: '*[_type =='}}],
    ['two mutations in one', {create: {_id: 'b', _type: 'note'}, delete: {id: 'a'}}],
    ['a number', 7],
    ['null', null],
  ])('%s is refused with 400 and an error that says so', async (_name, mutation) => {
    const response = await post('/data/mutate/production', JSON.stringify({mutations: [mutation]}))
    const body = await response.json()
    expect(response.status, JSON.stringify(body)).toBe(400)
    expect(body).toMatchObject({error: expect.anything()})
  })

  test('bad GROQ is refused with the position of the error', async () => {
    const response = await query('*[_type == "note"')
    expect(response.status).toBe(400)
    expect(await response.json()).toMatchObject({
      error: {
        type: 'queryParseError',
        description: expect.any(String),
        query: '*[_type == "note"',
        start: 1,
      },
    })
  })

  test('a request without a query, or with a parameter that is not JSON, is refused', async () => {
    expect((await lake.fetch('/data/query/production', 'viewer')).status).toBe(400)
    expect((await lake.fetch('/data/query/production?query=*&$a=nope', 'viewer')).status).toBe(400)
  })

  test.each([
    ['/data/mutate/production', 17 << 20],
    ['/data/query/production', 5 << 20],
    ['/assets/files/production', 101 << 20],
  ])('%s refuses a huge body with 413', async (path, size) => {
    const response = await post(path, 'x'.repeat(size)).catch(() => null)
    // The lake may close the connection before all of the body is sent, which `fetch` reports as an error.
    if (response) expect(response.status).toBe(413)
  })

  test('an unknown path and a wrong method are refused', async () => {
    expect((await lake.fetch('/data/nothing', 'editor')).status).toBe(404)
    expect((await lake.fetch('/data/mutate/production', 'editor')).status).toBe(405)
  })

  test('a path that cannot be decoded is refused', async () => {
    expect((await lake.fetch('/data/doc/production/%E0%A4%A', 'viewer')).status).toBe(400)
  })

  test('a host name that is not the lake’s own is refused', async () => {
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
