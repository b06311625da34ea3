import {expect, test} from 'vitest'
import {missingPrograms} from './programs.ts'

test('what a machine has is told from what it lacks', () => {
  expect(missingPrograms({sh: 'dash', 'no-such-program': 'no-such-package'})).toEqual(['no-such-program'])
})
