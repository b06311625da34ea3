import {expect, test, vi} from 'vitest'
import {DeadlineExceeded, VISITOR_WAITS_MS, withDeadline} from './deadline.ts'

const never = new Promise<never>(() => undefined)

test('work that is done in time comes through, whatever it came to', async () => {
  expect(await withDeadline(Promise.resolve('done'))).toBe('done')
  await expect(withDeadline(Promise.reject(new TypeError('broken')))).rejects.toThrow(TypeError)
})

test('a visitor is told within five seconds that it is not done', async () => {
  vi.useFakeTimers()
  const told = expect(withDeadline(never)).rejects.toThrow(DeadlineExceeded)
  await vi.advanceTimersByTimeAsync(VISITOR_WAITS_MS)
  await told
  expect(VISITOR_WAITS_MS).toBeLessThan(5_000)
  vi.useRealTimers()
})
