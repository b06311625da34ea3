import {deserialize, serialize} from 'node:v8'
import {afterAll, beforeAll, describe, expect, onTestFinished, test} from 'vitest'
import {RedisServer, WITHOUT_REDIS} from '../testing/redis-server.ts'
import type {ReadContext} from './next-internals.ts'
import {type EntryValue, SharedEntries} from './shared-cache.ts'
import {connectShared, SharedState} from './shared-state.ts'

const silent = () => {}
const SILENT = {debug: silent, info: silent, warn: silent, error: silent}

/** Nothing waits for a Redis that is away, and one that is silent counts as away. */
const optionsFor = (url: string) => ({
  url,
  disableOfflineQueue: true,
  pingInterval: 500,
  socket: {connectTimeout: 2_000, socketTimeout: 1_500, reconnectStrategy: 50},
})

describe.skipIf(WITHOUT_REDIS)('machines that share a Redis', () => {
  let redis: RedisServer
  beforeAll(async () => {
    redis = await RedisServer.start()
  })
  afterAll(() => redis?.remove())

  /** A machine's part, with a count of its own. `pollMs` is long, so that only messages can tell it in time. */
  async function machine({pollMs = 60_000} = {}) {
    const generation = {
      current: 0,
      advance() {
        this.current++
      },
    }
    const connection = connectShared(optionsFor(redis.url), 'test')
    const state = new SharedState({connection, generation, logger: SILENT, pollMs})
    await state.start()
    const entries = new SharedEntries({connection, state, generation, build: 'build'})
    onTestFinished(() => state.close())
    return {
      generation,
      state,
      write: (key: string, html: string, began = generation.current) =>
        entries.write(key, page(html, [key]), {}, began),
      read: async (key: string, built?: string) => {
        const load = async () => (built === undefined ? null : {lastModified: 0, value: page(built, [key])})
        const found = await entries.read(key, PAGE_CONTEXT, load)
        return found?.value?.kind === 'APP_PAGE' ? found.value : undefined
      },
    }
  }

  test('what one made the other reads, buffers and maps included', async () => {
    const [one, other] = [await machine(), await machine()]
    await one.write('/made', 'words')
    expect(await other.read('/made')).toEqual(page('words', ['/made']))
  })

  test('what expires on one is gone on the other, which is told at once', async () => {
    const [one, other] = [await machine(), await machine()]
    await one.write('/told', 'old words')
    const before = other.generation.current
    await one.state.expire(['/told'])
    expect(await other.read('/told')).toBeUndefined()
    await expect.poll(() => other.generation.current).toBe(before + 1)
    await other.write('/told', 'new words')
    expect((await one.read('/told'))?.html).toBe('new words')
  })

  test('a lost message is made up for by polling', async () => {
    const other = await machine({pollMs: 20})
    const before = other.generation.current
    await redis.ask((client) => client.hIncrBy('test:state', 'generation', 1))
    await expect.poll(() => other.generation.current).toBe(before + 1)
  })

  test('what one began before anything expired on the other is not kept, even when it was not told yet', async () => {
    const late = await machine()
    await redis.ask((client) => client.hIncrBy('test:state', 'generation', 1))
    await late.write('/late', 'old words')
    expect(await late.read('/late')).toBeUndefined()
  })

  test('what the build made counts until one of its tags expires anywhere', async () => {
    const [one, other] = [await machine(), await machine()]
    expect((await other.read('/built', 'built words'))?.html).toBe('built words')
    await one.state.expire(['/built'])
    expect(await other.read('/built', 'built words')).toBeUndefined()
    expect((await other.read('/built-too', 'built words'))?.html).toBe('built words')
  })

  test('a Redis that forgot everything has no entry of before, and what expired here stays expired', async () => {
    const one = await machine({pollMs: 20})
    await one.write('/forgotten', 'words')
    await one.state.expire(['/expired'])
    const before = one.generation.current
    await redis.ask((client) => client.del('test:state'))
    await expect.poll(() => one.generation.current).toBeGreaterThan(before)
    expect(await one.read('/forgotten')).toBeUndefined()
    expect(await one.read('/expired', 'built words')).toBeUndefined()
  })

  test('a Redis that was put back to an older copy has no entry of before', async () => {
    const one = await machine({pollMs: 20})
    await one.write('/copied', 'words')
    await one.state.expire(['/other'])
    const before = one.generation.current
    await redis.ask((client) => client.hIncrBy('test:state', 'generation', -1))
    await expect.poll(() => one.generation.current).toBeGreaterThan(before)
    expect(await one.read('/copied')).toBeUndefined()
  })

  test('while Redis is away each works alone; once it is back, it learns what expired meanwhile', async () => {
    const [one, other] = [await machine({pollMs: 20}), await machine({pollMs: 20})]
    await redis.kill()
    await expect.poll(() => one.state.current).toBeUndefined()
    const before = one.generation.current
    await one.state.expire(['/meanwhile'])
    expect(one.generation.current).toBeGreaterThan(before)
    expect(await one.read('/meanwhile', 'built words')).toBeUndefined()
    await one.write('/alone', 'words')
    await redis.restart()
    await expect.poll(() => other.read('/meanwhile', 'built words')).toBeUndefined()
    await expect.poll(() => one.state.current).toBeDefined()
    expect(await one.read('/alone')).toBeUndefined()
    await one.write('/alone', 'words')
    expect((await other.read('/alone'))?.html).toBe('words')
  })

  test('a Redis that hangs delays no answer for long', async () => {
    const one = await machine({pollMs: 20})
    redis.hang()
    onTestFinished(() => redis.wake())
    const began = Date.now()
    expect((await one.read('/hanging', 'built words'))?.html).toBe('built words')
    expect(Date.now() - began).toBeLessThan(3_000)
    expect(one.state.current).toBeUndefined()
    redis.wake()
    await expect.poll(() => one.state.current).toBeDefined()
  })
})

// Next's kinds are an enumeration that exists for the compiler alone, so these take the way of entries that were kept.
const PAGE_CONTEXT: ReadContext = deserialize(serialize({kind: 'APP_PAGE', isFallback: false}))

const page = (html: string, tags: string[]): EntryValue =>
  deserialize(
    serialize({
      kind: 'APP_PAGE',
      html,
      rscData: Buffer.from(`data of ${html}`),
      headers: {'x-next-cache-tags': tags.join(',')},
      status: 200,
      postponed: undefined,
      segmentData: new Map([['/_tree', Buffer.from('tree')]]),
    }),
  )
