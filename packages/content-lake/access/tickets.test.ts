import {afterEach, expect, it, vi} from 'vitest'
import {Tickets} from './tickets.ts'

afterEach(() => {
  vi.useRealTimers()
})

it('can be used once', () => {
  const tickets = new Tickets<string | null>()
  const [one, two] = [tickets.issue('value'), tickets.issue(null)]
  expect(tickets.redeem(one)).toBe('value')
  expect(tickets.redeem(one)).toBeUndefined()
  expect(tickets.redeem(two)).toBeNull()
  expect(tickets.redeem('never issued')).toBeUndefined()
})

it('can be used for a minute', () => {
  vi.useFakeTimers()
  const tickets = new Tickets<string>()
  const ticket = tickets.issue('value')
  vi.advanceTimersByTime(61_000)
  expect(tickets.redeem(ticket)).toBeUndefined()
})

it('drops the oldest when too many are open', () => {
  const tickets = new Tickets<number>()
  const issued = Array.from({length: 1001}, (_, n) => tickets.issue(n))
  expect(tickets.redeem(issued[0] ?? '')).toBeUndefined()
  expect(tickets.redeem(issued[1000] ?? '')).toBe(1000)
})
