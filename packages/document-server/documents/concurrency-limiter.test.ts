import {expect, test} from 'vitest'
import {ConcurrencyLimiter, OverloadedError} from './concurrency-limiter.ts'

test('no more than the limit run at once, and what waits runs in turn', async () => {
  const limiter = new ConcurrencyLimiter({maxRunning: 2, maxWaiting: 10, maxWaitMs: 10_000})
  let running = 0
  let most = 0
  const order: number[] = []
  const work = (index: number) => async () => {
    most = Math.max(most, ++running)
    await new Promise(setImmediate)
    order.push(index)
    running--
  }
  await Promise.all([0, 1, 2, 3, 4].map((index) => limiter.run(work(index))))
  expect(most).toBe(2)
  expect(order).toEqual([0, 1, 2, 3, 4])
})

test('what finds too many waiting is refused at once, and what waits too long later', async () => {
  const limiter = new ConcurrencyLimiter({maxRunning: 1, maxWaiting: 1, maxWaitMs: 1})
  const {promise, resolve} = Promise.withResolvers<void>()
  const first = limiter.run(() => promise)
  const second = limiter.run(async () => {})
  await expect(limiter.run(async () => {})).rejects.toThrow(OverloadedError)
  await expect(second).rejects.toThrow(OverloadedError)
  resolve()
  await first
  await expect(limiter.run(async () => 'in')).resolves.toBe('in')
})

test('work that fails lets the next run', async () => {
  const limiter = new ConcurrencyLimiter({maxRunning: 1, maxWaiting: 0, maxWaitMs: 1})
  await expect(limiter.run(() => Promise.reject(new Error('no')))).rejects.toThrow('no')
  await expect(limiter.run(async () => 'in')).resolves.toBe('in')
})
