import {existsSync} from 'node:fs'
import {join} from 'node:path'
import {ClientError, type SanityClient} from '@sanity/client'
import {filter, firstValueFrom, type Observable, ReplaySubject} from 'rxjs'
import {afterEach, beforeEach, describe, expect, test} from 'vitest'
import {type Caller, RestartableLake} from '../testing/restartable-lake.ts'

let lake: RestartableLake
let administrator: SanityClient

beforeEach(async () => {
  lake = await RestartableLake.start()
  administrator = lake.client('administrator')
})

afterEach(() => lake.remove())

const inside = (caller: Caller) => lake.client(caller, {dataset: 'inside'})

const statusOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 200,
    (error: unknown) => {
      if (error instanceof ClientError) return error.statusCode
      throw error
    },
  )

const exported = async (caller: Caller) => (await lake.fetch('/data/export/inside', caller)).text()

/** Opens a stream and collects the types of its events; resolves after `welcome`. */
async function openEvents(caller: Caller, kind: 'listen' | 'live') {
  const heard = new ReplaySubject<{type: string}>()
  const client = inside(caller)
  const events: Observable<{type: string}> =
    kind === 'live'
      ? // Without drafts the client does not send its token.
        client.live.events({includeDrafts: caller !== 'anonymous'})
      : client.listen('*', {}, {events: ['welcome', 'mutation'], includeAllVersions: true})
  const subscription = events.subscribe(heard)
  await firstValueFrom(heard.pipe(filter(({type}) => type === 'welcome')))
  const types: string[] = []
  heard.subscribe({next: ({type}) => types.push(type), error: () => {}})
  return {
    types,
    message: () => firstValueFrom(heard.pipe(filter(({type}) => type === 'mutation' || type === 'message'))),
    end: () => subscription.unsubscribe(),
  }
}

describe('a private dataset', () => {
  beforeEach(async () => {
    const made = await administrator.datasets.create('inside', {aclMode: 'private', description: 'Ours'})
    expect(made).toEqual({datasetName: 'inside', aclMode: 'private', description: 'Ours'})
    await inside('editor').create({_id: 'a', _type: 'note', text: 'secret'})
  })

  test('shows nothing to anonymous callers and all to others, also after a restart', async () => {
    for (const isAgain of [false, true]) {
      if (isAgain) await lake.restart()
      expect(await inside('anonymous').fetch('*')).toEqual([])
      expect(await inside('anonymous').fetch('*[_id == "a"][0].text')).toBeNull()
      expect(await inside('anonymous').getDocument('a')).toBeUndefined()
      expect(await exported('anonymous')).toBe('')
      expect(await inside('viewer').fetch('*[].text')).toEqual(['secret'])
      expect(await inside('viewer').getDocument('a')).toMatchObject({text: 'secret'})
      expect(await exported('viewer')).toContain('secret')
      const listed = (await lake.client('viewer').datasets.list()).find(({name}) => name === 'inside')
      expect(listed).toMatchObject({aclMode: 'private', description: 'Ours'})
    }
  })

  test('says that a document may not be read, and not whether it exists', async () => {
    const response = await lake.fetch('/data/doc/inside/a,none', 'anonymous')
    expect(await response.json()).toEqual({
      documents: [],
      omitted: [
        {id: 'a', reason: 'permission'},
        {id: 'none', reason: 'permission'},
      ],
    })
  })

  test.each(['listen', 'live'] as const)('sends nothing to anonymous subscribers (%s)', async (kind) => {
    const [stranger, viewer] = [await openEvents('anonymous', kind), await openEvents('viewer', kind)]
    await inside('editor').patch('a').set({text: 'other'}).commit()
    await viewer.message()
    expect(stranger.types).toEqual(['welcome'])
    // The stream that is open gets events once the dataset is public.
    await administrator.datasets.edit('inside', {aclMode: 'public'})
    await inside('editor').patch('a').set({text: 'public'}).commit()
    await stranger.message()
    expect(stranger.types).toHaveLength(2)
    stranger.end()
    viewer.end()
  })

  test('delivers its assets to everyone who knows their address, as the hosted service does', async () => {
    const {url} = await inside('editor').assets.upload('file', Buffer.from('words'), {filename: 'words.txt'})
    expect(await (await fetch(url)).text()).toBe('words')
  })
})

describe('editing a dataset', () => {
  test('makes it private or public at once, also after a restart', async () => {
    await inside('editor').create({_id: 'a', _type: 'note'})
    expect(await inside('anonymous').fetch('count(*)')).toBe(1)
    expect(await administrator.datasets.edit('inside', {aclMode: 'private'})).toEqual({
      datasetName: 'inside',
      aclMode: 'private',
      description: null,
    })
    expect(await inside('anonymous').fetch('count(*)')).toBe(0)
    await lake.restart()
    expect(await inside('anonymous').fetch('count(*)')).toBe(0)
    await lake.client('administrator').datasets.edit('inside', {aclMode: 'public'})
    expect(await inside('anonymous').fetch('count(*)')).toBe(1)
  })

  test('is for administrators, and for datasets that exist', async () => {
    for (const caller of ['editor', 'viewer'] as const) {
      const {datasets} = lake.client(caller)
      expect(await statusOf(datasets.create('inside', {aclMode: 'private'}))).toBe(403)
      expect(await statusOf(datasets.edit('production', {aclMode: 'private'}))).toBe(403)
      expect(await statusOf(datasets.delete('production'))).toBe(403)
    }
    expect(await statusOf(lake.client('anonymous').datasets.delete('production'))).toBe(401)
    expect(await statusOf(administrator.datasets.edit('none', {aclMode: 'private'}))).toBe(404)
    expect(await statusOf(administrator.datasets.delete('none'))).toBe(404)
    expect(await statusOf(administrator.datasets.create('production', {aclMode: 'private'}))).toBe(409)
    const wrong = lake.fetch('/datasets/production', 'administrator', {
      method: 'PATCH',
      body: '{"aclMode":"x"}',
    })
    expect((await wrong).status).toBe(400)
    expect(await lake.client('anonymous').fetch('count(*)')).toBe(0)
  })
})

describe('deleting a dataset', () => {
  test('removes all of it, also for a dataset of the same name, and after a restart', async () => {
    await administrator.datasets.create('inside', {aclMode: 'private'})
    await inside('editor').create({_id: 'a', _type: 'note'})
    await inside('editor').assets.upload('file', Buffer.from('words'), {filename: 'words.txt'})
    expect(existsSync(join(lake.dataDir, 'assets', 'inside'))).toBe(true)
    expect(await administrator.datasets.delete('inside')).toEqual({deleted: true})
    for (const isAgain of [false, true]) {
      if (isAgain) await lake.restart()
      const {datasets} = lake.client('administrator')
      expect((await datasets.list()).map(({name}) => name)).toEqual(['production'])
      expect(await statusOf(inside('viewer').fetch('*'))).toBe(404)
    }
    await inside('editor').create({_id: 'b', _type: 'note'})
    expect(await inside('anonymous').fetch('*[]._id')).toEqual(['b'])
    expect(existsSync(join(lake.dataDir, 'assets', 'inside'))).toBe(false)
    await lake.restart()
    expect(await inside('viewer').fetch('*[]._id')).toEqual(['b'])
  })

  test('ends the streams of its subscribers', async () => {
    await administrator.datasets.create('inside', {aclMode: 'public'})
    const response = await lake.fetch('/data/listen/inside?query=*', 'viewer')
    const live = await lake.fetch('/data/live/events/inside', 'viewer')
    await administrator.datasets.delete('inside')
    await expect(response.text()).rejects.toThrow()
    await expect(live.text()).rejects.toThrow()
  })

  test('refuses concurrent writes, or keeps them in a new dataset of the name', async () => {
    await inside('editor').create({_id: 'a', _type: 'note'})
    const writes = Array.from({length: 20}, (_, index) =>
      statusOf(inside('editor').create({_id: `n${index}`, _type: 'note'})),
    )
    const [, ...statuses] = await Promise.all([administrator.datasets.delete('inside'), ...writes])
    expect(statuses.filter((status) => ![200, 404, 409].includes(status))).toEqual([])
    await lake.restart()
    const names = (await lake.client('viewer').datasets.list()).map(({name}) => name)
    if (names.includes('inside')) expect(await inside('viewer').getDocument('a')).toBeUndefined()
  })
})
