import {afterEach, expect, test, vi} from 'vitest'
import {LatestEntries} from './latest-entries.ts'

afterEach(() => vi.useRealTimers())

function store() {
  const generation = {current: 0}
  const disk = new Map<string, string>()
  const entries = new LatestEntries(generation)
  return {
    generation,
    entries,
    read: (key: string) => entries.read(key, async () => disk.get(key) ?? null),
    write: (key: string, value: string, began: number, whileWriting = async () => {}) =>
      entries.write(key, began, async () => {
        await whileWriting()
        disk.set(key, value)
      }),
  }
}

test('what was begun in this generation is kept', async () => {
  const {read, write} = store()
  await write('/', 'words', 0)
  expect(await read('/')).toBe('words')
})

test('what was begun before content expired is not', async () => {
  const {generation, read, write} = store()
  generation.current = 1
  await write('/', 'old words', 0)
  expect(await read('/')).toBeNull()
})

test('what content overtook while it was written is not given out, until it is written anew', async () => {
  const {generation, read, write} = store()
  await write('/', 'old words', 0, async () => {
    generation.current = 1
  })
  expect(await read('/')).toBeNull()
  await write('/', 'new words', 1)
  expect(await read('/')).toBe('new words')
})

test('a read waits for a write, and a write for the one before', async () => {
  const {generation, read, write} = store()
  const {promise, resolve} = Promise.withResolvers<void>()
  const first = write('/', 'old words', 0, () => promise)
  await new Promise(setImmediate)
  generation.current = 1
  const second = write('/', 'new words', 1)
  const reading = read('/')
  resolve()
  await Promise.all([first, second])
  expect(await reading).toBe('new words')
})

test('a write that fails leaves nothing to read, and does not stop the next', async () => {
  const {read, write} = store()
  await expect(write('/', 'words', 0, () => Promise.reject(new Error('disk full')))).rejects.toThrow(
    'disk full',
  )
  expect(await read('/')).toBeNull()
  await write('/', 'words', 0)
  expect(await read('/')).toBe('words')
})

test('the moment of a write is over before anything expires', async () => {
  const {entries, write} = store()
  let at = Number.POSITIVE_INFINITY
  await write('/', 'words', 0, async () => {
    at = Date.now()
  })
  entries.waitForNextMillisecond()
  expect(Date.now()).toBeGreaterThan(at)
})

test('a date of another clock is not trusted, and one of an entry that was written here is', async () => {
  const {entries, write} = store()
  const ahead = Date.now() + 3_600_000
  expect([entries.trusts('/', Date.now() - 1_000), entries.trusts('/', ahead)]).toEqual([true, false])
  await write('/', 'words', 0)
  expect(entries.trusts('/', ahead)).toBe(true)
})

test('a clock that is put back is not waited for, and what it dated before is not trusted', async () => {
  vi.useFakeTimers({toFake: ['Date']})
  const {entries, write} = store()
  vi.setSystemTime(Date.now() + 3_600_000)
  await write('/', 'words', 0)
  const written = Date.now()
  vi.setSystemTime(written - 1_800_000)
  entries.waitForNextMillisecond()
  expect(entries.trusts('/', written)).toBe(false)
})
