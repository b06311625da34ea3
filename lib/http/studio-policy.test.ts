import {expect, test} from 'vitest'
import {studioPolicy} from './studio-policy.ts'

test('the Studio may reach the Content Lake by every name and protocol that it uses', () => {
  expect(studioPolicy('http://localhost:3001')).toBe(
    "connect-src 'self' http://localhost:3001 http://*.localhost:3001 ws://localhost:3001 ws://*.localhost:3001; font-src 'self' data:",
  )
  expect(studioPolicy('https://lake.example')).toContain('wss://*.lake.example')
})
