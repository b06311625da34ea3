import {stat} from 'node:fs/promises'
import {networkInterfaces} from 'node:os'
import {join} from 'node:path'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {RestartableLake} from '../testing/restartable-lake.ts'

const STUDIO = 'http://localhost:3000/studio'

/** An address by which other machines reach this one. A machine without a network has none. */
const outer = Object.values(networkInterfaces())
  .flat()
  .find((address) => address?.family === 'IPv4' && !address.internal)?.address

const login = `/v1/local/login?${new URLSearchParams({origin: 'http://localhost:3000/studio'})}`

let lake: RestartableLake

describe('a lake that listens to this machine only', () => {
  beforeAll(async () => {
    lake = await RestartableLake.start({siteOrigins: ['https://site.example']})
  })
  afterAll(() => lake.remove())

  it('warns of nothing when it listens to this machine only', () => {
    expect(lake.warnings).toEqual([])
  })

  it('keeps tokens in a file that only its owner may read', async () => {
    const {mode} = await stat(join(lake.dataDir, 'access.json'))
    expect(mode & 0o777).toBe(0o600)
  })

  it('offers its people, and returns with a session that can be exchanged for a token once', async () => {
    const page = await lake.call(`/local/login?${new URLSearchParams({origin: STUDIO})}`)
    expect(page.status).toBe(200)
    const links = [...page.text.matchAll(/href="\?([^"]+)"/g)].map(([, search = '']) =>
      search.replaceAll('&amp;', '&'),
    )
    expect(links).toHaveLength(3)
    expect(page.text).not.toContain(lake.person('administrator').token)

    const chosen = await lake.call(`/local/login?${links[1]}`)
    expect(chosen.status).toBe(302)
    const [target, sid] = (chosen.headers.get('location') ?? '').split('#sid=')
    expect(target).toBe(STUDIO)
    expect((await lake.call(`/auth/fetch?sid=${sid}`)).body).toEqual({token: lake.person('editor').token})
    expect((await lake.call(`/auth/fetch?sid=${sid}`)).status).toBe(401)
  })

  it.each([
    'https://evil.example/studio',
    'http://localhost.evil.example/',
    'http://localhost@evil.example/',
    'javascript:alert(1)',
    '//evil.example',
    '',
  ])('does not return to %j', async (origin) => {
    const {status} = await lake.call(`/local/login?${new URLSearchParams({origin})}`)
    expect(status).toBe(400)
  })

  it('returns to an origin that the operator named', async () => {
    const search = new URLSearchParams({origin: 'https://site.example/studio'})
    expect((await lake.call(`/local/login?${search}`)).status).toBe(200)
  })

  it('describes the user who is signed in, and answers an empty object to anonymous callers', async () => {
    expect((await lake.call('/users/me')).body).toEqual({})
    expect((await lake.call('/auth/id')).status).toBe(401)
    const {body} = await lake.call('/users/me', {as: 'viewer'})
    expect(body).toMatchObject({role: 'viewer', roles: [{name: 'viewer'}]})
    expect(JSON.stringify(body)).not.toContain(lake.person('viewer').token)
  })
})

describe('a lake that listens to other machines', () => {
  beforeAll(async () => {
    lake = await RestartableLake.start({host: '0.0.0.0'})
  })
  afterAll(() => lake.remove())

  it('warns of it when it starts', async () => {
    expect(lake.warnings).toEqual([expect.stringContaining('other machines can reach this lake')])
  })

  it('lets a browser on its own machine sign in', async () => {
    const {port} = new URL(lake.url)
    expect((await fetch(`http://127.0.0.1:${port}${login}`)).status).toBe(200)
  })

  it.skipIf(outer === undefined)('lets no other machine sign in, with any headers', async () => {
    const {port} = new URL(lake.url)
    const headers = {'x-forwarded-for': '127.0.0.1', 'x-real-ip': '127.0.0.1', forwarded: 'for=127.0.0.1'}
    const refused = await fetch(`http://${outer}:${port}${login}`, {headers})
    expect(refused.status).toBe(403)
    expect(await refused.json()).toMatchObject({message: expect.stringContaining('on the machine')})
    expect((await fetch(`http://${outer}:${port}/v1/data/query/production?query=1`)).status).toBe(200)
  })
})
