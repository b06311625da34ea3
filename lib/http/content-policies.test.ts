import {expect, test} from 'vitest'
import {policySettings, studioPolicy} from './content-policies.ts'

const TAG = 'https://www.googletagmanager.com'

test('the Studio may reach the Content Lake by every name and protocol that it uses', () => {
  expect(studioPolicy('http://localhost:3001')).toBe(
    "connect-src 'self' http://localhost:3001 http://*.localhost:3001 ws://localhost:3001 ws://*.localhost:3001; font-src 'self' data:",
  )
  expect(studioPolicy('https://lake.example')).toContain('wss://*.lake.example')
})

test('with hosted features off the Studio works with the Content Lake alone', () => {
  const {application, asset} = policySettings({
    lake: 'http://localhost:3001',
    hostedFeatures: 'off',
    tag: TAG,
  })
  expect(application.sources['script-src']).toEqual([])
  expect(application.sources['connect-src']).toContain('ws://*.localhost:3001')
  expect(asset['connect-src']).toEqual(application.sources['connect-src'])
})

test('forms of a checkout lead to where it is paid, and others do not', () => {
  const {forms} = policySettings({hostedFeatures: 'on', checkout: 'http://localhost:3002/v1', tag: TAG})
  expect(forms.sources).toEqual(['https://checkout.stripe.com', 'http://localhost:3002'])
  const actions = ['/api/checkout', '/checkout/plan', '/contact', '/checkouts']
  expect(actions.map((action) => forms.action.test(action))).toEqual([true, true, false, false])
})

test('pages that ask about analytics may load the tag from where it is, and report there', () => {
  const sourcesFor = (tag: string) => policySettings({hostedFeatures: 'on', tag}).kept.analytics
  expect(sourcesFor(TAG)['script-src']).toEqual(['https://*.googletagmanager.com'])
  expect(sourcesFor(TAG)['connect-src']).toContain('https://*.google-analytics.com')
  expect(sourcesFor('http://127.0.0.1:3009/')).toEqual({
    'script-src': ['http://127.0.0.1:3009'],
    'connect-src': ['http://127.0.0.1:3009'],
    'img-src': ['http://127.0.0.1:3009'],
  })
})
