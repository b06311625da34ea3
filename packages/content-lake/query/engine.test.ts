import {afterAll, afterEach, beforeAll, describe, expect, it} from 'vitest'
import type {Identity, QueryEngine, QueryRequest, User} from '../contracts.ts'
import {ApiError} from '../errors.ts'
import {createMemoryDataset, documentOf, ENDLESS_QUERY, type MemoryDataset} from '../testing/documents.ts'
import {RestartableLake} from '../testing/restartable-lake.ts'
import {createQueryEngine, type EngineOptions} from './engine.ts'

const editor: User = {id: 'u-editor', name: 'Edda', email: 'edda@example.test', role: 'editor'}
const viewer: User = {id: 'u-viewer', name: 'Vera', email: 'vera@example.test', role: 'viewer'}
/** Endless over documents; `ENDLESS_QUERY` needs none. */
const ENDLESS_SEARCH =
  'count(*[count(*[count(*[count(*[count(*[_id in *[_id in *._id]._id]) > 0]) > 0]) > 0]) > 0])'

const engines: QueryEngine[] = []
afterEach(async () => {
  await Promise.all(engines.splice(0).map((engine) => engine.close()))
})

function engineOf(dataset: MemoryDataset, options?: EngineOptions): QueryEngine {
  const engine = createQueryEngine(dataset, options)
  engines.push(engine)
  return engine
}

function request(query: string, rest: Partial<QueryRequest> = {}): QueryRequest {
  return {query, params: {}, perspective: 'raw', identity: editor, ...rest}
}

async function refusalOf(answer: Promise<unknown>): Promise<ApiError> {
  const error = await answer.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (!(error instanceof ApiError)) throw new Error(`Expected an ApiError, got ${String(error)}`)
  return error
}

describe('the query engine', () => {
  it('sees a commit at once', async () => {
    const dataset = createMemoryDataset({_id: 'a', _type: 'policy', title: 'one'})
    const engine = engineOf(dataset)
    expect((await engine.run(request('*[_id == "a"][0].title'))).result).toBe('one')
    dataset.put({_id: 'a', _type: 'policy', title: 'two'}, {_id: 'b', _type: 'policy', title: 'other'})
    expect((await engine.run(request('*[_type == "policy"].title'))).result).toEqual(['two', 'other'])
    dataset.remove('a')
    expect((await engine.run(request('*[_type == "policy"].title'))).result).toEqual(['other'])
  })

  it('refuses bad GROQ with the position of the mistake', async () => {
    const error = await refusalOf(engineOf(createMemoryDataset()).run(request('*[_type == ')))
    expect(error.status).toBe(400)
    expect(error.body).toMatchObject({
      error: {type: 'queryParseError', query: '*[_type == ', start: 11, end: 11},
    })
  })

  it('refuses a function that it does not implement', async () => {
    const error = await refusalOf(engineOf(createMemoryDataset()).run(request('geo::latLng(1, 2)')))
    expect(error.status).toBe(400)
  })

  it('refuses a result that is larger than allowed', async () => {
    const dataset = createMemoryDataset({_id: 'a', _type: 'policy', text: 'x'.repeat(2_000)})
    const error = await refusalOf(engineOf(dataset, {maxResultChars: 1_000}).run(request('*')))
    expect(error.message).toContain('larger')
  })

  it('cuts off an endless query, while a hundred others are answered', async () => {
    const documents = Array.from({length: 60}, (_, index) => ({_id: `d${index}`, _type: 'thing', index}))
    const engine = engineOf(createMemoryDataset(...documents), {workers: 2, limitMs: 5_000})
    await engine.run(request('count(*)'))
    let isEndlessDone = false
    const endless = refusalOf(engine.run(request(ENDLESS_SEARCH))).finally(() => {
      isEndlessDone = true
    })
    const others = await Promise.all(
      documents
        .concat(documents.slice(0, 40))
        .map(({_id}) => engine.run(request('*[_id == $id][0].index', {params: {id: _id}}))),
    )
    expect(others).toHaveLength(100)
    expect(others[7]?.result).toBe(7)
    expect(isEndlessDone).toBe(false)
    const error = await endless
    expect(error.status).toBe(408)
    expect(error.body).toMatchObject({error: {type: 'queryTimeoutError'}})
    expect((await engine.run(request('count(*)'))).result).toBe(60)
  })

  it('answers queries while more endless ones are running than it has threads', async () => {
    const documents = Array.from({length: 60}, (_, index) => ({_id: `d${index}`, _type: 'thing'}))
    const engine = engineOf(createMemoryDataset(...documents), {workers: 1, limitMs: 3_000})
    const endless = [engine.run(request(ENDLESS_SEARCH)), engine.run(request(ENDLESS_SEARCH))].map(refusalOf)
    expect((await engine.run(request('count(*)'))).result).toBe(60)
    for (const error of await Promise.all(endless)) expect(error.status).toBe(408)
  })

  it('refuses queries when too many wait', async () => {
    const engine = engineOf(createMemoryDataset(), {maxWaiting: 3})
    const answers = Array.from({length: 5}, () => engine.run(request('1')))
    const settled = await Promise.allSettled(answers)
    expect(settled.map(({status}) => status)).toEqual([
      'fulfilled',
      'fulfilled',
      'fulfilled',
      'rejected',
      'rejected',
    ])
    expect((await refusalOf(answers[4] ?? Promise.resolve())).status).toBe(429)
  })

  it('shows anonymous readers only public documents in every perspective', async () => {
    const dataset = createMemoryDataset(
      {_id: 'a', _type: 'policy', secret: {_ref: 'drafts.a'}},
      {_id: 'drafts.a', _type: 'policy'},
      {_id: 'versions.r1.a', _type: 'policy'},
      {_id: 'hidden.b', _type: 'policy'},
    )
    const engine = engineOf(dataset)
    for (const perspective of ['raw' as const, 'published' as const, ['drafts'], ['r1', 'drafts']]) {
      const {result} = await engine.run(
        request('*{_id, "of": _originalId, "followed": secret->_id}', {perspective, identity: null}),
      )
      expect(JSON.stringify(result)).not.toMatch(/drafts|versions|hidden/)
      expect(result).toHaveLength(1)
    }
  })

  it('selects documents for a mutation by query, drafts included', async () => {
    const dataset = createMemoryDataset(
      {_id: 'a', _type: 'policy'},
      {_id: 'drafts.a', _type: 'policy'},
      {_id: 'b', _type: 'other'},
    )
    expect(await engineOf(dataset).select('*[_type == $type]', {type: 'policy'})).toEqual(['a', 'drafts.a'])
  })

  it('evaluates a listener’s query on each document alone', async () => {
    const engine = engineOf(createMemoryDataset())
    const policy = documentOf({_id: 'a', _type: 'policy'})
    const draft = documentOf({_id: 'drafts.a', _type: 'policy'})
    const other = documentOf({_id: 'b', _type: 'other'})
    const documents = [policy, null, other, draft]
    expect(await engine.matches('*[_type == "policy"]', {}, documents, editor)).toEqual([
      true,
      false,
      false,
      true,
    ])
    expect(await engine.matches('*[_type == "policy"]', {}, documents, null)).toEqual([
      true,
      false,
      false,
      false,
    ])
    expect(await engine.matches('*', {}, documents, editor)).toEqual([true, false, true, true])
  })

  it('evaluates a webhook’s filter and projection on a change', async () => {
    const engine = engineOf(createMemoryDataset({_id: 'author', _type: 'author', name: 'Ann'}))
    const before = documentOf({_id: 'a', _type: 'policy', slug: {current: 'old'}, by: {_ref: 'author'}})
    const after = {...before, slug: {current: 'new'}}
    const projection =
      '{"op": delta::operation(), "from": before().slug.current, "to": slug.current, "by": by->name}'
    const filter = '_type == "policy" && delta::changedAny(slug.current)'
    expect(await engine.onChange({filter, projection, before, after})).toEqual({
      selected: true,
      projected: {op: 'update', from: 'old', to: 'new', by: 'Ann'},
    })
    expect(await engine.onChange({filter, before, after: before})).toEqual({
      selected: false,
      projected: before,
    })
    expect((await engine.onChange({projection, before, after: null})).projected).toMatchObject({
      op: 'delete',
      to: 'old',
    })
  })
})

const ENDLESS_QUERIES = 30
const OTHER_QUERIES = 100
/** Longer than the test takes on any machine: it compares the order of answers, not their time. */
const LONG_MS = 50_000

const numbered = Array.from({length: 60}, (_, index) => ({_id: `t${index}`, _type: 'thing', index}))

async function ask(engine: QueryEngine, query: string, identity: Identity, params = {}): Promise<unknown> {
  return (await engine.run({query, params, perspective: 'raw', identity})).result
}

/** Sends endless anonymous queries. `answered` counts those that have been answered so far. */
function sendEndless(engine: QueryEngine, count: number): {refusals: Promise<unknown[]>; answered(): number} {
  let answered = 0
  const refusals = Array.from({length: count}, () =>
    ask(engine, ENDLESS_QUERY, null).catch((error: unknown) => {
      answered++
      return error
    }),
  )
  return {refusals: Promise.all(refusals), answered: () => answered}
}

function askOrdinary(engine: QueryEngine, identity: Identity): Promise<unknown[]> {
  return Promise.all(
    Array.from({length: OTHER_QUERIES}, (_, index) =>
      ask(engine, '*[_id == $id][0].index', identity, {id: `t${index % 60}`}),
    ),
  )
}

const ordinary = Array.from({length: OTHER_QUERIES}, (_, index) => index % 60)

describe('many endless anonymous queries', () => {
  it('delay neither the queries of signed-in users nor other anonymous ones', async () => {
    const engine = engineOf(createMemoryDataset(...numbered), {
      anonymousLimitMs: LONG_MS,
      limitMs: LONG_MS,
      maxAnonymousWaitMs: LONG_MS,
    })
    const endless = sendEndless(engine, ENDLESS_QUERIES)
    expect(await askOrdinary(engine, viewer)).toEqual(ordinary)
    expect(await askOrdinary(engine, null)).toEqual(ordinary)
    // Most of them still wait, although they were sent before the others.
    expect(endless.answered()).toBeLessThan(ENDLESS_QUERIES / 2)
  })

  it('are refused when they have waited or run for too long, with a time to try again', async () => {
    const engine = engineOf(createMemoryDataset(...numbered), {
      anonymousLimitMs: 1_000,
      maxAnonymousWaitMs: 5_000,
    })
    const refusals = (await sendEndless(engine, ENDLESS_QUERIES).refusals).filter(
      (error) => error instanceof ApiError,
    )
    expect(refusals).toHaveLength(ENDLESS_QUERIES)
    expect(new Set(refusals.map(({status}) => status))).toEqual(new Set([408, 503]))
    const busy = refusals.filter(({status}) => status === 503)
    for (const {headers} of busy) expect(Number(headers['retry-after'])).toBeGreaterThan(0)
    expect(await ask(engine, 'count(*)', null)).toBe(60)
  })

  it('do not count the start of a thread as waiting', async () => {
    const engine = engineOf(createMemoryDataset(...numbered), {
      anonymousLimitMs: LONG_MS,
      maxAnonymousWaitMs: 1,
    })
    expect(await ask(engine, 'count(*)', null)).toBe(60)
  })

  it('run for no longer than the limit of all queries, if that is shorter', async () => {
    const engine = engineOf(createMemoryDataset(...numbered), {anonymousLimitMs: LONG_MS, limitMs: 300})
    expect(await sendEndless(engine, 1).refusals).toMatchObject([{status: 408}])
  })
})

describe('many endless anonymous queries over HTTP', () => {
  let lake: RestartableLake

  beforeAll(async () => {
    lake = await RestartableLake.start()
    await lake.mutate(numbered.map((document) => ({create: document})))
  })
  afterAll(() => lake.remove())

  it('do not keep a hundred readers with a token and a hundred without from their answers', async () => {
    const address = `/data/query/production?${new URLSearchParams({query: ENDLESS_QUERY})}`
    const endless = Promise.all(Array.from({length: ENDLESS_QUERIES}, () => lake.call(address)))
    for (const role of ['viewer', 'anonymous'] as const) {
      const client = lake.client(role, {maxRetries: 5})
      const answers = ordinary.map((index) => client.fetch('*[_id == $id][0].index', {id: `t${index}`}))
      expect(await Promise.all(answers)).toEqual(ordinary)
    }
    const busy = (await endless).filter(({status}) => status === 503)
    expect(busy.length).toBeGreaterThan(0)
    for (const {headers} of busy) expect(headers.get('retry-after')).toMatch(/^\d+$/)
  })
})
