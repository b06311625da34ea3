import {createReadStream} from 'node:fs'
import {mkdtemp, rm} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import type {SanityClient} from '@sanity/client'
import {exportDataset} from '@sanity/export'
import {sanityImport} from '@sanity/import'
import sharp from 'sharp'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {PROJECT_ID, RestartableLake} from '../testing/restartable-lake.ts'

let lake: RestartableLake

let folder: string

beforeAll(async () => {
  lake = await RestartableLake.start()
  folder = await mkdtemp(join(tmpdir(), 'export-'))
  await lake.mutate(
    ['a', 'drafts.a', 'versions.r.a', 'b', 'private.c'].map((_id) => ({create: {_id, _type: 'note'}})),
  )
})
afterAll(async () => {
  await lake.remove()
  await rm(folder, {recursive: true})
})

describe('documents by id', () => {
  it('are answered in the order of their ids, with the ids that do not exist', async () => {
    const {body} = await lake.call('/data/doc/production/b,nothing,drafts.a', {as: 'viewer'})
    expect(body).toMatchObject({
      documents: [{_id: 'b'}, {_id: 'drafts.a'}],
      omitted: [{id: 'nothing', reason: 'existence'}],
    })
  })

  it('are answered to anonymous callers only when they are public', async () => {
    const {body} = await lake.call('/data/doc/production/a,drafts.a,versions.r.a,private.c,drafts.nothing')
    expect(body).toMatchObject({documents: [{_id: 'a'}]})
    const hidden = ['drafts.a', 'versions.r.a', 'private.c', 'drafts.nothing']
    expect(body).toHaveProperty(
      'omitted',
      hidden.map((id) => ({id, reason: 'permission'})),
    )
  })

  it('are answered with all their versions, or without content, when the request asks for that', async () => {
    const all = await lake.call('/data/doc/production/a?includeAllVersions=true', {as: 'viewer'})
    expect(all.body).toMatchObject({documents: [{_id: 'a'}, {_id: 'drafts.a'}, {_id: 'versions.r.a'}]})
    const bare = await lake.call('/data/doc/production/a,x?excludeContent=true', {as: 'viewer'})
    expect(bare.body).toEqual({documents: [], omitted: [{id: 'x', reason: 'existence'}]})
  })
})

/** What an import restores of a dataset: all but revisions, and the time and address of an asset. */
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
  it('into an empty dataset restore equal documents and assets', async () => {
    const from = lake.client('editor', {dataset: 'source'})
    const to = lake.client('editor', {dataset: 'copy'})
    const {picture} = await fill(from)
    const outputPath = join(folder, 'dataset.tar.gz')

    const exported = await exportDataset({client: from, dataset: 'source', outputPath})
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
  it('in pages has all documents', async () => {
    const outputPath = join(folder, 'pages.tar.gz')
    const client = lake.client('editor', {dataset: 'source'})
    const exported = await exportDataset({client, dataset: 'source', outputPath, mode: 'cursor'})
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

  it('has drafts for callers with a token only', async () => {
    expect(await lines('/data/export/source', 'viewer')).toContain('drafts.first')
    const published = await lines('/data/export/source', 'anonymous')
    expect(published).toContain('first')
    expect(published).not.toContain('drafts.first')
  })

  it('can be limited to some types', async () => {
    expect((await lines('/data/export/source?types=note', 'viewer')).toSorted()).toEqual([
      'drafts.first',
      'first',
      'second',
    ])
    expect(await lines('/data/export/source?types=nothing', 'viewer')).toEqual([])
  })

  it('of a large dataset ends with its last document', async () => {
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
