import {stat} from 'node:fs/promises'
import {join} from 'node:path'
import {afterAll, beforeAll, expect, it} from 'vitest'
import {RunningLake} from '../testing/running-lake.ts'

let lake: RunningLake

beforeAll(async () => {
  lake = await RunningLake.start({siteOrigins: ['https://site.example']})
})
afterAll(() => lake.remove())

const STUDIO = 'http://localhost:3000/studio'

it('keeps tokens in a file that only its owner may read', async () => {
  const {mode} = await stat(join(lake.directory, 'access.json'))
  expect(mode & 0o777).toBe(0o600)
})

it('lets one choose a person and comes back with a session that is exchanged once', async () => {
  const page = await lake.call(`/local/login?${new URLSearchParams({origin: STUDIO})}`)
  expect(page.status).toBe(200)
  const links = [...page.text.matchAll(/href="\?([^"]+)"/g)].map(([, search = '']) =>
    search.replaceAll('&amp;', '&'),
  )
  expect(links).toHaveLength(3)
  expect(page.text).not.toContain(await lake.tokenOf('administrator'))

  const chosen = await lake.call(`/local/login?${links[1]}`)
  expect(chosen.status).toBe(302)
  const [target, sid] = (chosen.headers.get('location') ?? '').split('#sid=')
  expect(target).toBe(STUDIO)
  expect((await lake.call(`/auth/fetch?sid=${sid}`)).body).toEqual({token: await lake.tokenOf('editor')})
  expect((await lake.call(`/auth/fetch?sid=${sid}`)).status).toBe(401)
})

it.each([
  'https://evil.example/studio',
  'http://localhost.evil.example/',
  'http://localhost@evil.example/',
  'javascript:alert(1)',
  '//evil.example',
  '',
])('does not lead to %j', async (origin) => {
  const {status} = await lake.call(`/local/login?${new URLSearchParams({origin})}`)
  expect(status).toBe(400)
})

it('leads back to an origin that the operator named', async () => {
  const search = new URLSearchParams({origin: 'https://site.example/studio'})
  expect((await lake.call(`/local/login?${search}`)).status).toBe(200)
})

it('tells who is signed in, and says nothing of anonymous callers', async () => {
  expect((await lake.call('/users/me')).body).toEqual({})
  expect((await lake.call('/auth/id')).status).toBe(401)
  const {body} = await lake.call('/users/me', {as: 'viewer'})
  expect(body).toMatchObject({role: 'viewer', roles: [{name: 'viewer'}]})
  expect(JSON.stringify(body)).not.toContain(await lake.tokenOf('viewer'))
})
