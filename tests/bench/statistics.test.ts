import {expect, it} from 'vitest'
import {interleaved, median} from './statistics.ts'

it('is the figure in the middle', () => {
  expect(median([9, 1, 5])).toBe(5)
})

it('is the mean of two in the middle', () => {
  expect(median([9, 1, 5, 4])).toBe(4.5)
})

it('does not exist for no figures', () => {
  expect(() => median([])).toThrow('no median')
})

it('measures in turns, each first as often as last, and gives the middle of each', async () => {
  const order: string[] = []
  const measure = (name: string, figures: number[]) => async (round: number) => {
    order.push(name)
    return figures[round] ?? 0
  }
  const median = await interleaved(2, {one: measure('one', [1, 3]), other: measure('other', [10, 30])})
  expect(order).toEqual(['one', 'other', 'other', 'one'])
  expect([median('one'), median('other')]).toEqual([2, 20])
})
