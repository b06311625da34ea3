import {expect, test} from 'vitest'
import type {Render} from '../cache/generation.ts'
import type {CaughtAnswer} from '../http/response.ts'
import {OverloadedError} from './concurrency-limiter.ts'
import {PageCache, Pages} from './pages.ts'
import {StaticPage} from './static-page.ts'

const FOR_EVERYBODY = {'content-type': 'text/html; charset=utf-8', 'cache-control': 's-maxage=31536000'}

const html = (words: string, answer: Partial<CaughtAnswer> = {}): CaughtAnswer => ({
  status: 200,
  headers: FOR_EVERYBODY,
  body: Buffer.from(words),
  ...answer,
})

/** Pages over a Next whose answers the test gives, one for each time that it is asked. */
function setUp({maxWaitMs = 5_000, maxRenderMs = 30_000} = {}) {
  const generation = {current: 0}
  const asked: {
    path: string
    answer: (given: CaughtAnswer, isOwn?: boolean) => void
    fail: (error: Error) => void
  }[] = []
  const waiting: (() => void)[] = []
  const cache = new PageCache(1024 * 1024)
  const pages = new Pages({
    cache,
    generation,
    maxWaitMs,
    maxRenderMs,
    ask(path, render: Render) {
      const {promise, resolve, reject} = Promise.withResolvers<CaughtAnswer>()
      asked.push({
        path,
        answer(given, isOwn = true) {
          render.isOwn = isOwn
          resolve(given)
        },
        fail: reject,
      })
      waiting.shift()?.()
      return promise
    },
    process: (_path, {status, body}, fingerprint) =>
      new StaticPage({status, fingerprint, html: `finished ${body}`, policy: ''}),
  })
  /** Waits until Next was asked so often in all. */
  async function question(index: number) {
    while (asked.length <= index) await new Promise<void>((resolve) => waiting.push(resolve))
    const found = asked[index]
    if (!found) throw new Error('Next was not asked.')
    return found
  }
  return {generation, pages, cache, asked, question}
}

async function words(reading: ReturnType<Pages['read']>) {
  const read = await reading
  return read.kind === 'page'
    ? {words: (await read.page.html()).toString(), isFresh: read.isFresh}
    : read.kind
}

const fresh = (text: string) => ({words: `finished ${text}`, isFresh: true})
const lastGood = (text: string) => ({words: `finished ${text}`, isFresh: false})

test('many readers of one page have it made once, and it is there for the next', async () => {
  const {pages, asked, question} = setUp()
  const readers = [pages.read('/a'), pages.read('/a'), pages.read('/a')]
  const first = await question(0)
  first.answer(html('one'))
  for (const reader of readers) expect(await words(reader)).toEqual(fresh('one'))
  expect(asked).toHaveLength(1)
  expect((await pages.find('/a')?.html())?.toString()).toBe('finished one')
})

test('a reader who comes after content expired does not get what was begun before', async () => {
  const {generation, pages, question, asked} = setUp()
  const early = pages.read('/a')
  const first = await question(0)
  generation.current = 1
  const late = pages.read('/a')
  first.answer(html('old'))
  expect(await words(early)).toEqual(fresh('old'))
  expect(pages.find('/a')).toBeUndefined()
  const second = await question(1)
  second.answer(html('new'))
  expect(await words(late)).toEqual(fresh('new'))
  expect((await pages.find('/a')?.html())?.toString()).toBe('finished new')
  expect(asked).toHaveLength(2)
})

test('an answer that Next made for another request is asked for again', async () => {
  const {pages, question} = setUp()
  const reading = pages.read('/a')
  const first = await question(0)
  first.answer(html('whose?'), false)
  const second = await question(1)
  second.answer(html('mine'))
  expect(await words(reading)).toEqual(fresh('mine'))
})

test('a page that did not change is the same page after an expiry', async () => {
  const {generation, pages, question} = setUp()
  const reading = pages.read('/a')
  const first = await question(0)
  first.answer(html('same'))
  await reading
  const before = pages.find('/a')
  generation.current = 1
  expect(pages.find('/a')).toBeUndefined()
  const again = pages.read('/a')
  const second = await question(1)
  second.answer(html('same'))
  await again
  expect(pages.find('/a')).toBe(before)
})

test.each([
  ['sets a cookie', {...FOR_EVERYBODY, 'set-cookie': 'a=b'}],
  ['is for one reader', {...FOR_EVERYBODY, 'cache-control': 'private, no-store'}],
  ['is stale', {...FOR_EVERYBODY, 'x-nextjs-cache': 'STALE'}],
  ['says nothing of keeping', {'content-type': 'text/html'}],
])('a page that %s is sent and not kept', async (_, headers) => {
  const {pages, question} = setUp()
  const reading = pages.read('/a')
  const first = await question(0)
  first.answer(html('x', {headers}))
  expect(await words(reading)).toEqual(fresh('x'))
  expect(pages.find('/a')).toBeUndefined()
})

test('when a page cannot be made, readers get the last good one, and one in a second tries anew', async () => {
  const {generation, pages, asked, question} = setUp()
  const reading = pages.read('/a')
  const first = await question(0)
  first.answer(html('good'))
  await reading
  generation.current = 1
  const broken = pages.read('/a')
  const second = await question(1)
  second.answer(html('', {status: 500}))
  expect(await words(broken)).toEqual(lastGood('good'))
  expect(await words(pages.read('/a'))).toEqual(lastGood('good'))
  expect(asked).toHaveLength(2)
  generation.current = 2
  const published = pages.read('/a')
  const third = await question(2)
  third.answer(html('better'))
  expect(await words(published)).toEqual(fresh('better'))
})

test('a reader waits for a slow page until it is there, but only so long when there is a last good one', async () => {
  const {generation, pages, question} = setUp({maxWaitMs: 20})
  const [first, reading] = [question(0), pages.read('/a')]
  const soon = await Promise.race([reading, new Promise((resolve) => setTimeout(resolve, 40, 'waits'))])
  expect(soon).toBe('waits')
  ;(await first).answer(html('good'))
  expect(await words(reading)).toEqual(fresh('good'))
  generation.current = 1
  expect(await words(pages.read('/a'))).toEqual(lastGood('good'))
})

test('what is gone, moved or in trouble is said, and gone pages are forgotten', async () => {
  const {generation, pages, cache, question} = setUp()
  const good = pages.read('/a')
  const first = await question(0)
  first.answer(html('good'))
  await good
  generation.current = 1
  const missing = pages.read('/a')
  const second = await question(1)
  second.answer(html('', {status: 404}))
  expect(await words(missing)).toBe('missing')
  expect(cache.size).toBe(0)

  const moved = pages.read('/b')
  const third = await question(2)
  third.answer({status: 308, headers: {location: '/c'}, body: Buffer.alloc(0)})
  expect(await moved).toEqual({kind: 'moved', status: 308, location: '/c', isFresh: true})

  const failed = pages.read('/d')
  const fourth = await question(3)
  fourth.fail(new Error('broken'))
  expect(await words(failed)).toBe('failed')

  const busy = pages.read('/e')
  const fifth = await question(4)
  fifth.fail(new OverloadedError())
  expect(await words(busy)).toBe('overloaded')
})

const markdown = (words: string) => ({
  status: 200,
  headers: {'content-type': 'text/markdown', 'cache-control': 's-maxage=31536000'},
  body: Buffer.from(words),
})

test.each<[string, CaughtAnswer, object]>([
  [
    'a redirect',
    {status: 308, headers: {location: '/b'}, body: Buffer.alloc(0)},
    {kind: 'moved', status: 308, location: '/b'},
  ],
  ['an answer that is no page', markdown('# Words'), {kind: 'other', answer: markdown('# Words')}],
])('%s is given again while it cannot be made anew', async (_, answer, read) => {
  const {generation, pages, question} = setUp({maxWaitMs: 20})
  const reading = pages.read('/a')
  const first = await question(0)
  first.answer(answer)
  expect(await reading).toMatchObject({...read, isFresh: true})
  generation.current = 1
  expect(await pages.read('/a')).toMatchObject({...read, isFresh: false})
  const second = await question(1)
  second.answer({status: 500, headers: {}, body: Buffer.alloc(0)})
  expect(await pages.read('/a')).toMatchObject({...read, isFresh: false})
})

test('an answer for one reader is not given to others when it cannot be made anew', async () => {
  const {pages, question} = setUp({maxRenderMs: 20})
  const reading = pages.read('/a')
  const first = await question(0)
  first.answer({...markdown('mine'), headers: {'cache-control': 'private'}})
  await reading
  expect((await pages.read('/a')).kind).toBe('failed')
})

test('an address that does not exist takes no memory, and fails while it cannot be looked up', async () => {
  const {pages, cache, question} = setUp({maxRenderMs: 20})
  const reading = pages.read('/none')
  const first = await question(0)
  first.answer(html('', {status: 404}))
  expect(await words(reading)).toBe('missing')
  expect(cache.size).toBe(0)
  expect(await words(pages.read('/none'))).toBe('failed')
})

test('readers of a page that hangs wait for one and the same render, which is given up after a time', async () => {
  const {pages, asked} = setUp({maxRenderMs: 20})
  const readers = [pages.read('/a'), pages.read('/a')]
  expect(await Promise.all(readers.map(words))).toEqual(['failed', 'failed'])
  expect(asked).toHaveLength(1)
  expect(await words(pages.read('/a'))).toBe('failed')
  expect(asked).toHaveLength(2)
})
