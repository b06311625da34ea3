import {request} from 'node:http'
import {connect} from 'node:net'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {RunningLake} from '../testing/running-lake.ts'

let lake: RunningLake

beforeAll(async () => {
  lake = await RunningLake.start()
})
afterAll(() => lake.remove())

/** Sends a request under another host name, which `fetch` does not allow. */
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
  it.each(['localhost', 'local.localhost', 's7.localhost', '127.0.0.1:80', '[::1]:80'])(
    'serves %s',
    async (host) => {
      expect((await askAs(host)).status).toBe(200)
    },
  )

  it.each(['evil.example', 'other.localhost', 'localhost.evil.example', '10.0.0.1'])(
    'refuses %j',
    async (host) => {
      expect((await askAs(host)).status).toBeGreaterThanOrEqual(400)
    },
  )
})

describe('credentials', () => {
  it('tells a wrong token from none', async () => {
    const {status, body} = await lake.call('/data/query/production?query=1', {token: 'wrong'})
    expect(status).toBe(401)
    expect(body).toMatchObject({statusCode: 401, errorCode: 'SIO-401-ANF'})
    expect((await lake.call('/data/query/production?query=1')).body).toMatchObject({result: 1})
  })

  it('lets only signed-in people write, and of them no viewer', async () => {
    const mutations = [{create: {_type: 'note'}}]
    expect((await lake.call('/data/mutate/production', {json: {mutations}})).status).toBe(401)
    const refused = await lake.mutate(mutations, {as: 'viewer'})
    expect(refused.status).toBe(403)
    expect(refused.body).toMatchObject({
      error: {type: 'mutationError', items: [{error: {type: 'insufficientPermissionsError'}}]},
    })
    expect((await lake.mutate(mutations, {as: 'administrator'})).status).toBe(200)
  })

  it('refuses a project that is not its own', async () => {
    const headers = {'x-sanity-project-id': 'someone-else'}
    expect((await lake.call('/data/query/production?query=1', {headers})).status).toBe(404)
  })
})

describe('pages of other origins', () => {
  it('may call with what they bring', async () => {
    const {headers} = await lake.call('/data/query/production?query=1', {
      headers: {origin: 'http://localhost:3000'},
    })
    expect(headers.get('access-control-allow-origin')).toBe('http://localhost:3000')
    expect(headers.get('access-control-allow-credentials')).toBe('true')
    expect(headers.get('vary')).toContain('origin')
  })

  it('get an answer to a preflight without credentials', async () => {
    const asked = {
      origin: 'http://localhost:3000',
      'access-control-request-headers': 'authorization,x-sanity-app',
    }
    const {status, headers} = await lake.call('/data/query/production', {method: 'OPTIONS', headers: asked})
    expect(status).toBe(204)
    expect(headers.get('access-control-allow-headers')).toBe('authorization,x-sanity-app')
  })

  it('have their streams sent to hosts of their own, with a ticket that is good once', async () => {
    const token = await lake.tokenOf('editor')
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

  it('are not redirected when there is no page', async () => {
    const {status} = await askAs('localhost', `/v1/data/listen/production?query=${encodeURIComponent('*')}`)
    expect(status).toBe(200)
  })
})

describe('bad input', () => {
  it.each([
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

  it('refuses a body that is too large and goes on', async () => {
    const text = 'x'.repeat(17 << 20)
    expect((await lake.mutate([{create: {_type: 'note', text}}])).status).toBe(413)
    expect((await lake.call('/ping')).status).toBe(200)
  })

  it('answers unknown paths, methods and datasets', async () => {
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

  it('survives what is not HTTP', async () => {
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

  it('survives values that are nested without end', async () => {
    const nested = `${'['.repeat(50_000)}${']'.repeat(50_000)}`
    const body = `{"mutations":[{"create":{"_type":"note","list":${nested}}}]}`
    expect((await lake.call('/data/mutate/production', {as: 'editor', body})).status).toBe(400)
  })
})

describe('datasets', () => {
  it('come to be with the first authorised write', async () => {
    const json = {mutations: [{create: {_type: 'note'}}]}
    expect((await lake.call('/data/mutate/second', {as: 'viewer', json})).status).toBe(403)
    expect((await lake.call('/data/query/second?query=1', {as: 'viewer'})).status).toBe(404)
    expect((await lake.call('/data/mutate/second', {as: 'editor', json})).status).toBe(200)
    const {body} = await lake.call('/projects/local/datasets', {as: 'viewer'})
    expect(body).toMatchObject([{name: 'production'}, {name: 'second'}])
  })
})
