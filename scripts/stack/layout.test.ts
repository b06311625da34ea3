import {expect, test} from 'vitest'
import {PORT_COUNT, planPorts} from './layout.ts'

test('the stack moves as one with the site’s port', () => {
  expect(planPorts(3000)).toEqual({
    site: 3000,
    lake: 3001,
    stripe: 3002,
    smtp: 3003,
    inbox: 3004,
    postgres: 3005,
  })
  expect(planPorts(4200).lake).toBe(4201)
  expect(new Set(Object.values(planPorts(3000))).size).toBe(PORT_COUNT)
})

test.each([0, -1, 1.5, 65_531, Number.NaN])('a port that leaves too few above it is refused: %s', (base) => {
  expect(() => planPorts(base)).toThrow('whole number from 1 to 65530')
})
