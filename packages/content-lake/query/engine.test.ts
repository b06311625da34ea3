import {afterEach, describe, expect, it} from 'vitest'
import type {QueryEngine, QueryRequest, User} from '../contracts.ts'
import {ApiError} from '../errors.ts'
import {createQueryEngine, type EngineOptions} from './engine.ts'
import {createMemoryDataset, documentOf, type MemoryDataset} from './memory-dataset.ts'

const editor: User = {id: 'u-editor', name: 'Edda', email: 'edda@example.test', role: 'editor'}
const ENDLESS = 'count(*[count(*[count(*[count(*[count(*[_id in *[_id in *._id]._id]) > 0]) > 0]) > 0]) > 0])'

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
  it('sees a commit at once, additions and removals alike', async () => {
    const dataset = createMemoryDataset({_id: 'a', _type: 'policy', title: 'one'})
    const engine = engineOf(dataset)
    expect((await engine.run(request('*[_id == "a"][0].title'))).result).toBe('one')
    dataset.put({_id: 'a', _type: 'policy', title: 'two'}, {_id: 'b', _type: 'policy', title: 'other'})
    expect((await engine.run(request('*[_type == "policy"].title'))).result).toEqual(['two', 'other'])
    dataset.remove('a')
    expect((await engine.run(request('*[_type == "policy"].title'))).result).toEqual(['other'])
  })

  it('answers bad GROQ with the place of the mistake', async () => {
    const error = await refusalOf(engineOf(createMemoryDataset()).run(request('*[_type == ')))
    expect(error.status).toBe(400)
    expect(error.body).toMatchObject({
      error: {type: 'queryParseError', query: '*[_type == ', start: 10, end: 10},
    })
  })

  it('answers a function without an implementation as a bad query', async () => {
    const error = await refusalOf(engineOf(createMemoryDataset()).run(request('geo::latLng(1, 2)')))
    expect(error.status).toBe(400)
  })

  it('refuses a result that is larger than allowed', async () => {
    const dataset = createMemoryDataset({_id: 'a', _type: 'policy', text: 'x'.repeat(2_000)})
    const error = await refusalOf(engineOf(dataset, {maxResultChars: 1_000}).run(request('*')))
    expect(error.message).toContain('larger')
  })

  it('cuts off an endless query while a hundred others are answered', async () => {
    const documents = Array.from({length: 60}, (_, index) => ({_id: `d${index}`, _type: 'thing', index}))
    const engine = engineOf(createMemoryDataset(...documents), {workers: 2, limitMs: 1_500})
    await engine.run(request('count(*)'))
    let isEndlessDone = false
    const endless = refusalOf(engine.run(request(ENDLESS))).finally(() => {
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

  it('goes on answering when there are more endless queries than threads', async () => {
    const documents = Array.from({length: 60}, (_, index) => ({_id: `d${index}`, _type: 'thing'}))
    const engine = engineOf(createMemoryDataset(...documents), {workers: 1, limitMs: 3_000})
    const endless = [engine.run(request(ENDLESS)), engine.run(request(ENDLESS))].map(refusalOf)
    expect((await engine.run(request('count(*)'))).result).toBe(60)
    for (const error of await Promise.all(endless)) expect(error.status).toBe(408)
  })

  it('refuses queries once too many wait', async () => {
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

  it('shows an anonymous reader nothing but published documents, whatever perspective is asked for', async () => {
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

  it('selects the documents of a mutation by query, drafts included', async () => {
    const dataset = createMemoryDataset(
      {_id: 'a', _type: 'policy'},
      {_id: 'drafts.a', _type: 'policy'},
      {_id: 'b', _type: 'other'},
    )
    expect(await engineOf(dataset).select('*[_type == $type]', {type: 'policy'})).toEqual(['a', 'drafts.a'])
  })

  it('judges documents one by one for listeners', async () => {
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

  it('evaluates a webhook over a change', async () => {
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
