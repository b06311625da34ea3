import {expect, test} from 'vitest'
import {duration} from './terminal.ts'

test('durations read as a person would say them', () => {
  expect([0.04, 59.94, 65, 600].map(duration)).toEqual(['0.0 s', '59.9 s', '1 min 05 s', '10 min 00 s'])
})
