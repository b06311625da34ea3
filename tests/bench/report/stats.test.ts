import {expect, it} from 'vitest'
import {median} from './stats.ts'

it('is the figure in the middle', () => {
  expect(median([9, 1, 5])).toBe(5)
})

it('is the mean of two in the middle', () => {
  expect(median([9, 1, 5, 4])).toBe(4.5)
})

it('does not exist for no figures', () => {
  expect(() => median([])).toThrow('no median')
})
