import {expect, test} from 'vitest'
import {ORDER_STATES} from '../db/schema.ts'
import {mayMove, TRANSITIONS} from './states.ts'

const reachable = (from: (typeof ORDER_STATES)[number], seen = new Set([from])) => {
  for (const to of ORDER_STATES) {
    if (to in TRANSITIONS[from] && !seen.has(to)) reachable(to, seen.add(to))
  }
  return seen
}

test('every state can be reached from a new order', () => {
  expect([...reachable('pending')].sort()).toEqual([...ORDER_STATES].sort())
})

test('only Stripe can say that money came or went', () => {
  for (const from of ORDER_STATES) {
    for (const cause of ['owner', 'system'] as const) {
      for (const to of ['paid', 'refunded', 'disputed'] as const) expect(mayMove(from, to, cause)).toBe(false)
    }
  }
})

test('the set-up goes one step at a time, on or back, and the owner alone begins and ends it', () => {
  expect(mayMove('awaiting_details', 'in_set_up', 'owner')).toBe(true)
  expect(mayMove('in_set_up', 'live', 'owner')).toBe(true)
  expect(mayMove('awaiting_details', 'in_set_up', 'system')).toBe(false)
  expect(mayMove('paid', 'in_set_up', 'owner')).toBe(false)
  expect(mayMove('pending', 'live', 'owner')).toBe(false)
  expect(mayMove('live', 'in_set_up', 'owner')).toBe(true)
  expect(mayMove('live', 'awaiting_details', 'owner')).toBe(false)
  expect(mayMove('in_set_up', 'awaiting_details', 'system')).toBe(false)
})

test('no state moves to itself', () => {
  for (const state of ORDER_STATES) expect(TRANSITIONS[state]).not.toHaveProperty(state)
})
