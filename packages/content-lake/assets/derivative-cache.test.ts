import {mkdtemp, readdir, rm, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterEach, beforeEach, describe, expect, test, vi} from 'vitest'
import {DerivativeCache} from './derivative-cache.ts'

let directory: string

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'derivatives-'))
})

afterEach(() => rm(directory, {recursive: true}))

const bytesOf = (text: string) => vi.fn(async () => Buffer.from(text))

describe('DerivativeCache', () => {
  test('makes a derivative once for simultaneous and later requests', async () => {
    const cache = new DerivativeCache(directory, 100)
    const make = bytesOf('abc')
    const answers = await Promise.all([cache.get('a', make), cache.get('a', make)])
    expect(String(await cache.get('a', make))).toBe('abc')
    expect(answers.map(String)).toEqual(['abc', 'abc'])
    expect(make).toHaveBeenCalledTimes(1)
  })

  test('drops the least recently used when it is full', async () => {
    const cache = new DerivativeCache(directory, 6)
    await cache.get('a', bytesOf('aaa'))
    await cache.get('b', bytesOf('bbb'))
    await cache.get('a', bytesOf('unused'))
    await cache.get('c', bytesOf('ccc'))
    expect((await readdir(directory)).toSorted()).toEqual(['a', 'c'])
  })

  test('does not keep a derivative that is larger than the cache', async () => {
    const cache = new DerivativeCache(directory, 2)
    expect(String(await cache.get('a', bytesOf('aaa')))).toBe('aaa')
    expect(await readdir(directory)).toEqual([])
  })

  test('has its derivatives after a restart, and removes unfinished ones', async () => {
    await new DerivativeCache(directory, 6).get('a', bytesOf('aaa'))
    await writeFile(join(directory, 'b.tmp'), 'half')
    const restarted = new DerivativeCache(directory, 6)
    const make = bytesOf('other')
    expect(String(await restarted.get('a', make))).toBe('aaa')
    expect(make).not.toHaveBeenCalled()
    expect(await readdir(directory)).toEqual(['a'])
  })

  test('does not keep a failure', async () => {
    const cache = new DerivativeCache(directory, 100)
    await expect(cache.get('a', () => Promise.reject(new Error('no')))).rejects.toThrow('no')
    expect(String(await cache.get('a', bytesOf('aaa')))).toBe('aaa')
  })
})
