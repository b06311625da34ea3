import {afterEach, expect, test} from 'vitest'
import {onShutdown, runShutdownHooks} from './shutdown-hooks.ts'

afterEach(() => globalThis.shutdownHooks?.clear())

test('all work is brought to its end, though one piece of it fails', async () => {
  const ended: string[] = []
  onShutdown(() => Promise.reject(new Error('broken')))
  onShutdown(async () => ended.push('mail'))
  await runShutdownHooks()
  expect(ended).toEqual(['mail'])
})

test('work that never ends is given up after a time', async () => {
  onShutdown(() => new Promise(() => {}))
  await runShutdownHooks(10)
})

test('where nothing runs there is nothing to wait for', () => runShutdownHooks())
