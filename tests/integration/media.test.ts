import sharp from 'sharp'
import {afterAll, beforeAll, describe, expect, test, vi} from 'vitest'
import {GET} from '#app/media/[file]/route.ts'
import {startTestLake, type TestLake} from '#tests/support/lake.ts'
import {SITE_VARIABLES} from '#tests/support/site-variables.ts'

let lake: TestLake
let file: string

beforeAll(async () => {
  lake = await startTestLake()
  const env = {
    ...SITE_VARIABLES,
    ...lake.env,
    SANITY_READ_TOKEN: lake.token('viewer'),
  }
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value)
  const bytes = await sharp({create: {width: 400, height: 200, channels: 3, background: '#2060a0'}})
    .png()
    .toBuffer()
  const asset = await lake.client.assets.upload('image', bytes, {filename: 'sea.png'})
  file = asset.url.split('/').at(-1) ?? ''
})

afterAll(async () => {
  vi.unstubAllEnvs()
  await lake.close()
})

async function get(path: string, headers: Record<string, string> = {}) {
  const url = new URL(`https://site.example/media/${path}`)
  const params = Promise.resolve({file: decodeURIComponent(url.pathname.replace('/media/', ''))})
  const response = await GET(new Request(url, {headers}), {params})
  return {
    status: response.status,
    headers: response.headers,
    bytes: Buffer.from(await response.arrayBuffer()),
  }
}

const OWN_SHAPE = 'w=360&q=80&fit=max&auto=format'

const error = (code: string) => ({error: {code, message: expect.any(String)}})

describe('an image of the dataset', () => {
  test('comes in the size that is asked for, to be kept for ever', async () => {
    const answer = await get(`${file}?rect=0,0,267,200&w=360&h=270&q=80&auto=format`)
    expect(answer.status).toBe(200)
    expect(await sharp(answer.bytes).metadata()).toMatchObject({format: 'png', width: 360, height: 270})
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'image/png',
      'cache-control': 'public, max-age=31536000, immutable',
    })
  })

  test('comes in the best format that the browser takes, and says so to caches', async () => {
    const modern = await get(`${file}?${OWN_SHAPE}`, {accept: 'text/html,image/avif,image/webp,*/*'})
    const old = await get(`${file}?${OWN_SHAPE}`, {accept: '*/*'})
    expect(modern.headers.get('content-type')).toBe('image/avif')
    expect(old.headers.get('content-type')).toBe('image/png')
    expect(modern.headers.get('vary')).toBe('Accept')
  })

  test('is not sent again to a browser that holds it', async () => {
    const first = await get(`${file}?${OWN_SHAPE}`)
    const etag = first.headers.get('etag') ?? ''
    const second = await get(`${file}?${OWN_SHAPE}`, {'if-none-match': etag})
    expect(second).toMatchObject({status: 304, bytes: Buffer.alloc(0)})
    expect(second.headers.get('etag')).toBe(etag)
  })
})

test('an image that the dataset does not have is not found', async () => {
  const answer = await get(`${'0'.repeat(40)}-360x10.png?${OWN_SHAPE}`)
  expect(answer.status).toBe(404)
  expect(JSON.parse(answer.bytes.toString())).toEqual(error('not_found'))
  expect(answer.headers.get('cache-control')).toBe('no-store')
})

test('a form that no page uses is refused', async () => {
  const answer = await get(`${file}?${OWN_SHAPE}&dl=page.html`)
  expect(answer.status).toBe(400)
  expect(JSON.parse(answer.bytes.toString())).toEqual(error('bad_parameters'))
})

test('a drawing, which could carry a script, is not served', async () => {
  const drawing =
    '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>alert(1)</script></svg>'
  const asset = await lake.client.assets.upload('image', Buffer.from(drawing), {filename: 'x.svg'})
  expect(await get(asset.url.split('/').at(-1) ?? '')).toMatchObject({status: 404})
})
