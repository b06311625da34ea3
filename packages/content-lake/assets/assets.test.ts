import type {SanityClient} from '@sanity/client'
import sharp from 'sharp'
import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import {PROJECT_ID, RestartableLake} from '../testing/restartable-lake.ts'

let lake: RestartableLake
let client: SanityClient
let picture: Buffer

beforeAll(async () => {
  lake = await RestartableLake.start()
  client = lake.client('editor')
  picture = await sharp({create: {width: 400, height: 200, channels: 3, background: '#2060a0'}})
    .png()
    .toBuffer()
})

afterAll(() => lake.remove())

const uploadPicture = () =>
  client.assets.upload('image', picture, {filename: 'sea view.png', title: 'The sea'})

async function get(url: string, init: RequestInit = {}) {
  const response = await fetch(url, init)
  const bytes = Buffer.from(await response.arrayBuffer())
  return {status: response.status, headers: response.headers, bytes}
}

describe('an uploaded image', () => {
  test('has a document in the hosted service’s shape', async () => {
    const asset = await uploadPicture()
    expect(asset).toMatchObject({
      _id: `image-${asset.sha1hash}-400x200-png`,
      _type: 'sanity.imageAsset',
      assetId: asset.sha1hash,
      extension: 'png',
      mimeType: 'image/png',
      originalFilename: 'sea view.png',
      title: 'The sea',
      path: `images/${PROJECT_ID}/production/${asset.sha1hash}-400x200.png`,
      size: picture.length,
      url: `${lake.url}/images/${PROJECT_ID}/production/${asset.sha1hash}-400x200.png`,
      metadata: {
        dimensions: {width: 400, height: 200, aspectRatio: 2},
        isOpaque: true,
        palette: {dominant: {background: '#2060a0'}},
      },
    })
    expect(await client.getDocument(asset._id)).toEqual(asset)
  })

  test('is the same asset when it is uploaded again under another name', async () => {
    const first = await uploadPicture()
    const second = await client.assets.upload('image', picture, {filename: 'other.png'})
    expect(second).toEqual(first)
  })

  test('is answered byte for byte, cacheable for ever, and with 304 to a client that has it', async () => {
    const {url} = await uploadPicture()
    const answer = await get(url)
    expect(answer.bytes.equals(picture)).toBe(true)
    expect(answer.headers.get('content-type')).toBe('image/png')
    expect(answer.headers.get('cache-control')).toContain('immutable')
    const again = await get(url, {headers: {'if-none-match': String(answer.headers.get('etag'))}})
    expect(again).toMatchObject({status: 304, bytes: Buffer.alloc(0)})
  })

  test('answers HEAD with what GET would say, without the bytes', async () => {
    const {url} = await uploadPicture()
    const answer = await get(`${url}?w=100`, {method: 'HEAD'})
    expect(answer.bytes).toHaveLength(0)
    expect(answer.headers.get('content-length')).toBe(String((await get(`${url}?w=100`)).bytes.length))
  })

  test('is transformed by the parameters of its address', async () => {
    const {url} = await uploadPicture()
    const answer = await get(`${url}?w=100&h=100&fit=crop&fm=webp&q=60`)
    expect(answer.headers.get('content-type')).toBe('image/webp')
    expect(await sharp(answer.bytes).metadata()).toMatchObject({format: 'webp', width: 100, height: 100})
  })

  test('comes in the best format that the browser accepts, with a header for caches', async () => {
    const {url} = await uploadPicture()
    const asked = (accept: string) => get(`${url}?w=50&auto=format`, {headers: {accept}})
    expect((await asked('image/avif,image/webp,*/*')).headers.get('content-type')).toBe('image/avif')
    expect((await asked('image/webp,*/*')).headers.get('content-type')).toBe('image/webp')
    const plain = await asked('*/*')
    expect(plain.headers.get('content-type')).toBe('image/png')
    expect(plain.headers.get('vary')?.toLowerCase()).toContain('accept')
  })

  test('is a download when the address asks for it, under a safe name', async () => {
    const {url} = await uploadPicture()
    const disposition = async (dl: string) =>
      (await get(`${url}?dl=${dl}`)).headers.get('content-disposition')
    expect(await disposition('')).toBe(`attachment; filename="sea_view.png"; filename*=UTF-8''sea%20view.png`)
    expect(await disposition('a%22%0d%0ab')).not.toMatch(/[\r\n]/)
  })

  test('is refused with an invalid transformation, and the refusal is not cached', async () => {
    const {url} = await uploadPicture()
    for (const search of ['w=0', 'fit=stretch', 'rect=900,0,10,10', 'fm=exe']) {
      const answer = await get(`${url}?${search}`)
      expect(answer.status, search).toBe(400)
      expect(answer.headers.get('cache-control')).toBe('no-store')
    }
  })

  test('survives a restart, with its derivatives', async () => {
    const {url} = await uploadPicture()
    const before = await get(`${url}?w=120`)
    await lake.restart()
    expect((await get(url)).bytes.equals(picture)).toBe(true)
    expect((await get(`${url}?w=120`)).bytes.equals(before.bytes)).toBe(true)
  })

  test('has its new address when the lake is started on another port', async () => {
    const {_id, url} = await uploadPicture()
    await lake.restart({port: 0})
    client = lake.client('editor')
    const moved = await client.fetch<{url: string}>('*[_id == $id][0]{url}', {id: _id})
    expect(moved.url).toBe(url.replace(new URL(url).origin, lake.url))
    expect((await get(moved.url)).bytes.equals(picture)).toBe(true)
  })

  test('has the address of the proxy through which the lake is reached', async () => {
    const behindProxy = await RestartableLake.start({publicUrl: 'https://cdn.example.com'})
    try {
      const asset = await behindProxy.client('editor').assets.upload('image', picture)
      expect(asset.url).toBe(`https://cdn.example.com/${asset.path}`)
      expect((await get(`${behindProxy.url}/${asset.path}`)).bytes.equals(picture)).toBe(true)
    } finally {
      await behindProxy.remove()
    }
  })

  test('is not found once its document is deleted', async () => {
    const {_id, url} = await uploadPicture()
    await client.delete(_id)
    expect((await get(url)).status).toBe(404)
    expect((await get(`${url}?w=100`)).status).toBe(404)
    await uploadPicture()
    expect((await get(url)).status).toBe(200)
  })
})

describe('an uploaded file', () => {
  test('is answered byte for byte, sandboxed in a browser', async () => {
    const page = Buffer.from('<script>alert(1)</script>')
    const options = {filename: 'page.html', contentType: 'text/html'}
    const asset = await client.assets.upload('file', page, options)
    expect(asset).toMatchObject({
      _type: 'sanity.fileAsset',
      extension: 'html',
      mimeType: 'text/html',
      size: page.length,
    })
    const answer = await get(asset.url)
    expect(answer.bytes.equals(page)).toBe(true)
    expect(answer.headers.get('content-security-policy')).toContain('sandbox')
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
  })
})

describe('an upload or address that is no asset', () => {
  test('is refused with 400 when it is a damaged image or empty', async () => {
    await expect(client.assets.upload('image', Buffer.from('not a picture'))).rejects.toMatchObject({
      statusCode: 400,
    })
    await expect(client.assets.upload('image', picture.subarray(0, 60))).rejects.toMatchObject({
      statusCode: 400,
    })
    await expect(client.assets.upload('file', Buffer.alloc(0))).rejects.toMatchObject({statusCode: 400})
  })

  test.each([
    'images/local/production/0000000000000000000000000000000000000000-1x1.png',
    'images/local/production/..%2f..%2faccess.json',
    'files/local/production/access.json',
    'images/other/production/0000000000000000000000000000000000000000-1x1.png',
    'images/local/nowhere/0000000000000000000000000000000000000000-1x1.png',
  ])('%s is not found', async (path) => {
    expect((await get(`${lake.url}/${path}`)).status).toBe(404)
  })
})
