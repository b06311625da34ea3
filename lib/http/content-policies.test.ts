import {expect, test} from 'vitest'
import {policySettings, studioPolicy} from './content-policies.ts'

test('the Studio may reach the Content Lake by every name and protocol that it uses', () => {
  expect(studioPolicy('http://localhost:3001')).toBe(
    "connect-src 'self' http://localhost:3001 http://*.localhost:3001 ws://localhost:3001 ws://*.localhost:3001; font-src 'self' data:",
  )
  expect(studioPolicy('https://lake.example')).toContain('wss://*.lake.example')
})

test('with hosted features off the Studio works with the Content Lake alone', () => {
  const {application, asset} = policySettings({lake: 'http://localhost:3001', hostedFeatures: 'off'})
  expect(application.sources['script-src']).toEqual([])
  expect(application.sources['connect-src']).toContain('ws://*.localhost:3001')
  expect(asset['connect-src']).toEqual(application.sources['connect-src'])
})

test('forms of a checkout lead to where it is paid, and others do not', () => {
  const {forms} = policySettings({hostedFeatures: 'on', checkout: 'http://localhost:3002/v1'})
  expect(forms.sources).toEqual(['https://checkout.stripe.com', 'http://localhost:3002'])
  const actions = ['/api/checkout', '/checkout/plan', '/contact', '/checkouts']
  expect(actions.map((action) => forms.action.test(action))).toEqual([true, true, false, false])
})
