import {createReadStream} from 'node:fs'
import {mkdtemp, rm} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import type {SanityClient} from '@sanity/client'
import {exportDataset} from '@sanity/export'
import {sanityImport} from '@sanity/import'
import sharp from 'sharp'
import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import {PROJECT_ID, RestartableLake} from '../testing/restartable-lake.ts'

let lake: RestartableLake
let folder: string

beforeAll(async () => {
  lake = await RestartableLake.start()
  folder = await mkdtemp(join(tmpdir(), 'export-'))
})

afterAll(async () => {
  await lake.remove()
  await rm(folder, {recursive: true})
})

/** Everything in a dataset that an import brings back: not revisions, nor when and where an asset was uploaded. */
async function contentOf(client: SanityClient) {
  const documents = await client.fetch<Record<string, unknown>[]>('*|order(_id)', {}, {perspective: 'raw'})
  return documents.map(({_rev, _updatedAt, ...document}) => {
    const {_createdAt, uploadId, url, path, ...asset} = document
    return String(document._type).startsWith('sanity.') ? asset : document
  })
}

async function fill(client: SanityClient) {
  const picture = await sharp({create: {width: 40, height: 30, channels: 4, background: '#20a06080'}})
    .png()
    .toBuffer()
  const image = await client.assets.upload('image', picture, {filename: 'leaf.png', title: 'A leaf'})
  const file = await client.assets.upload('file', Buffer.from('some words'), {filename: 'words.txt'})
  const asset = (_ref: string) => ({_type: 'reference', _ref})
  const key = (_key: string) => ({_key, _type: 'item'})
  await client
    .transaction()
    .create({
      _id: 'first',
      _type: 'note',
      title: 'Ünïcode ✓',
      rows: [key('a'), key('b')],
      next: asset('second'),
    })
    .create({
      _id: 'second',
      _type: 'note',
      picture: {
        _type: 'image',
        asset: asset(image._id),
        hotspot: {_type: 'sanity.imageHotspot', x: 0.2, y: 0.4, width: 0.5, height: 0.5},
      },
      attachment: {_type: 'file', asset: asset(file._id)},
    })
    .create({_id: 'drafts.first', _type: 'note', title: 'A draft'})
    .commit()
  return {picture}
}

describe('export and import', () => {
  test('into an empty dataset give equal documents and assets', async () => {
    const from = lake.client('editor')
    const to = lake.client('editor', {dataset: 'copy'})
    const {picture} = await fill(from)
    const outputPath = join(folder, 'production.tar.gz')

    const exported = await exportDataset({client: from, dataset: 'production', outputPath})
    expect(exported).toMatchObject({documentCount: 3, assetCount: 2})
    const imported = await sanityImport(createReadStream(outputPath), {client: to, operation: 'create'})
    expect(imported).toMatchObject({numDocs: 3, warnings: []})

    expect(await contentOf(to)).toEqual(await contentOf(from))
    const copied = await to.fetch<{url: string}>('*[_type == "sanity.imageAsset"][0]{url}')
    expect(copied.url).toContain(`/images/${PROJECT_ID}/copy/`)
    expect(Buffer.from(await (await fetch(copied.url)).arrayBuffer()).equals(picture)).toBe(true)
  })
})

describe('an export', () => {
  test('in pages has all documents too', async () => {
    const outputPath = join(folder, 'pages.tar.gz')
    const client = lake.client('editor')
    const exported = await exportDataset({client, dataset: 'production', outputPath, mode: 'cursor'})
    expect(exported).toMatchObject({documentCount: 3, assetCount: 2})
  })
})

describe('the export stream', () => {
  const lines = async (path: string, caller: 'anonymous' | 'viewer') => {
    const response = await lake.fetch(path, caller)
    expect(response.headers.get('content-type')).toBe('application/x-ndjson')
    const text = await response.text()
    return text
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line)._id)
  }

  test('gives drafts only to whoever has a token', async () => {
    expect(await lines('/data/export/production', 'viewer')).toContain('drafts.first')
    const published = await lines('/data/export/production', 'anonymous')
    expect(published).toContain('first')
    expect(published).not.toContain('drafts.first')
  })

  test('can be limited to some types', async () => {
    expect((await lines('/data/export/production?types=note', 'viewer')).toSorted()).toEqual([
      'drafts.first',
      'first',
      'second',
    ])
    expect(await lines('/data/export/production?types=nothing', 'viewer')).toEqual([])
  })

  test('of a large dataset ends with its last document', async () => {
    const client = lake.client('editor', {dataset: 'large'})
    const text = 'x'.repeat(1000)
    const create = Array.from({length: 2000}, (_, index) => ({
      create: {_id: `note-${index}`, _type: 'note', text},
    }))
    await client.mutate(create, {returnDocuments: false})
    const ids = await lines('/data/export/large', 'viewer')
    expect(new Set(ids).size).toBe(2000)
  })
})
