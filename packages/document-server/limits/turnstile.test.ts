import {expect, test} from 'vitest'
import {OverloadedError, Turnstile} from './turnstile.ts'

test('no more than the limit are inside, and who waits comes in turn', async () => {
  const turns = new Turnstile({inside: 2, waiting: 10, patience: 10_000})
  let inside = 0
  let most = 0
  const order: number[] = []
  const work = (index: number) => async () => {
    most = Math.max(most, ++inside)
    await new Promise(setImmediate)
    order.push(index)
    inside--
  }
  await Promise.all([0, 1, 2, 3, 4].map((index) => turns.run(work(index))))
  expect(most).toBe(2)
  expect(order).toEqual([0, 1, 2, 3, 4])
})

test('who finds too many waiting is turned away at once, and who waits too long later', async () => {
  const turns = new Turnstile({inside: 1, waiting: 1, patience: 1})
  const {promise, resolve} = Promise.withResolvers<void>()
  const first = turns.run(() => promise)
  const second = turns.run(async () => {})
  await expect(turns.run(async () => {})).rejects.toThrow(OverloadedError)
  await expect(second).rejects.toThrow(OverloadedError)
  resolve()
  await first
  await expect(turns.run(async () => 'in')).resolves.toBe('in')
})

test('work that fails gives its place up', async () => {
  const turns = new Turnstile({inside: 1, waiting: 0, patience: 1})
  await expect(turns.run(() => Promise.reject(new Error('no')))).rejects.toThrow('no')
  await expect(turns.run(async () => 'in')).resolves.toBe('in')
})
