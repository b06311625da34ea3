import {expect, test} from 'vitest'
import {PageCache} from './pages.ts'
import {StaticPage} from './static-page.ts'

const cached = (bytes: number) => ({
  answer: {
    kind: 'page' as const,
    page: new StaticPage({status: 200, fingerprint: '', html: 'x'.repeat(bytes), policy: ''}),
  },
  generation: 0,
  until: Number.POSITIVE_INFINITY,
})

test('what was not read for the longest time makes room', () => {
  const cache = new PageCache(3 * 12_500)
  for (const path of ['/a', '/b', '/c']) cache.set(path, cached(10_000))
  cache.get('/a')
  cache.set('/d', cached(10_000))
  expect(['/a', '/b', '/c', '/d'].map((path) => cache.get(path) !== undefined)).toEqual([
    true,
    false,
    true,
    true,
  ])
  expect(cache.bytes).toBeLessThanOrEqual(3 * 12_500)
})

test('a page counts with every way in which it is packed', async () => {
  const cache = new PageCache(1024 * 1024)
  const entry = cached(10_000)
  cache.set('/a', entry)
  const before = cache.bytes
  await Promise.all([
    entry.answer.page.pack('br'),
    entry.answer.page.pack('gzip'),
    entry.answer.page.pack('identity'),
  ])
  cache.recount('/a')
  expect(cache.bytes).toBeGreaterThan(before)
  cache.delete('/a')
  expect(cache.bytes).toBe(0)
})

test('a page larger than everything is not kept', () => {
  const cache = new PageCache(1_000)
  cache.set('/a', cached(10_000))
  expect(cache.size).toBe(0)
  expect(cache.bytes).toBe(0)
})
