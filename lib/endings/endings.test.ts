import {afterEach, expect, test} from 'vitest'
import {beforeExit, endAll} from './endings.ts'

afterEach(() => globalThis.endingsOfThisProcess?.clear())

test('all work is brought to its end, though one piece of it fails', async () => {
  const ended: string[] = []
  beforeExit(() => Promise.reject(new Error('broken')))
  beforeExit(async () => ended.push('mail'))
  await endAll()
  expect(ended).toEqual(['mail'])
})

test('what never ends is not waited for for ever', async () => {
  beforeExit(() => new Promise(() => {}))
  await endAll(10)
})

test('where nothing runs there is nothing to wait for', () => endAll())
