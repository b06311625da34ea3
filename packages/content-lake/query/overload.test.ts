import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import type {Identity, QueryEngine, User} from '../contracts.ts'
import {ApiError} from '../errors.ts'
import {clientOf} from '../testing/client-of.ts'
import {ENDLESS} from '../testing/endless.ts'
import {RunningLake} from '../testing/running-lake.ts'
import {createQueryEngine, type EngineOptions} from './engine.ts'
import {createMemoryDataset} from './memory-dataset.ts'

const viewer: User = {id: 'u-viewer', name: 'Vera', email: 'vera@example.test', role: 'viewer'}
const HOSTILE = 30
const OTHERS = 100
/** Longer than the test takes on any machine: what is told apart is the order of answers, not their time. */
const LONG_MS = 50_000

let engine: QueryEngine | undefined

afterEach(() => engine?.close())

const things = Array.from({length: 60}, (_, index) => ({_id: `t${index}`, _type: 'thing', index}))

function start(options: EngineOptions): void {
  engine = createQueryEngine(createMemoryDataset(...things), options)
}

async function ask(query: string, identity: Identity, params = {}): Promise<unknown> {
  const answer = await engine?.run({query, params, perspective: 'raw', identity})
  return answer?.result
}

/** Endless queries of callers who have not signed in, and how many of them have been answered by now. */
function besiege(count: number): {refusals: Promise<unknown[]>; answered(): number} {
  let answered = 0
  const refusals = Array.from({length: count}, () =>
    ask(ENDLESS, null).catch((error: unknown) => {
      answered++
      return error
    }),
  )
  return {refusals: Promise.all(refusals), answered: () => answered}
}

function askOrdinary(identity: Identity): Promise<unknown[]> {
  return Promise.all(
    Array.from({length: OTHERS}, (_, index) =>
      ask('*[_id == $id][0].index', identity, {id: `t${index % 60}`}),
    ),
  )
}

const ordinary = Array.from({length: OTHERS}, (_, index) => index % 60)

describe('many endless anonymous queries', () => {
  it('leave the queries of those who have signed in alone, and let anonymous ones through', async () => {
    start({anonymousLimitMs: LONG_MS, limitMs: LONG_MS, maxAnonymousWaitMs: LONG_MS})
    const siege = besiege(HOSTILE)
    expect(await askOrdinary(viewer)).toEqual(ordinary)
    expect(await askOrdinary(null)).toEqual(ordinary)
    // Most of them still wait: the others came after them and were answered before them.
    expect(siege.answered()).toBeLessThan(HOSTILE / 2)
  })

  it('are refused with a time to come back once they have waited or run for too long', async () => {
    start({anonymousLimitMs: 1_000, maxAnonymousWaitMs: 5_000})
    const refusals = (await besiege(HOSTILE).refusals).filter((error) => error instanceof ApiError)
    expect(refusals).toHaveLength(HOSTILE)
    expect(new Set(refusals.map(({status}) => status))).toEqual(new Set([408, 503]))
    const busy = refusals.filter(({status}) => status === 503)
    for (const {headers} of busy) expect(Number(headers['retry-after'])).toBeGreaterThan(0)
    expect(await ask('count(*)', null)).toBe(60)
  })

  it('run for no longer than the limit of all queries, if that is shorter', async () => {
    start({anonymousLimitMs: LONG_MS, limitMs: 300})
    expect(await besiege(1).refusals).toMatchObject([{status: 408}])
  })
})

describe('over HTTP', () => {
  let lake: RunningLake

  beforeEach(async () => {
    lake = await RunningLake.start()
    await lake.mutate(things.map((thing) => ({create: thing})))
  })
  afterEach(() => lake.remove())

  it('a hundred readers with a token and a hundred without are answered beside them', async () => {
    const address = `/data/query/production?${new URLSearchParams({query: ENDLESS})}`
    const siege = Promise.all(Array.from({length: HOSTILE}, () => lake.call(address)))
    for (const role of ['viewer', 'anonymous'] as const) {
      const client = await clientOf(lake, role)
      const answers = ordinary.map((index) => client.fetch('*[_id == $id][0].index', {id: `t${index}`}))
      expect(await Promise.all(answers)).toEqual(ordinary)
    }
    const busy = (await siege).filter(({status}) => status === 503)
    expect(busy.length).toBeGreaterThan(0)
    for (const {headers} of busy) expect(headers.get('retry-after')).toMatch(/^\d+$/)
  })
})
