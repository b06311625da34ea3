import {expect, test} from 'vitest'
import {EXAMPLES} from '../examples/examples.ts'
import {htmlOf} from '../examples/html-of.tsx'

const {plans} = EXAMPLES
const offers = {lifetime_access: {amount: 9_900, currency: 'usd'}}

test('a plan is an invoice at the price of the catalogue, with a button to where it is bought', () => {
  const html = htmlOf(plans, offers)
  expect(html).toContain('<strong>Lifetime access</strong>')
  expect(html.match(/US\$99\.00/g)).toHaveLength(2)
  expect(html).toContain('<th scope="row">Due after that</th><td>Nothing</td>')
  expect(html).toContain('<a href="/checkout/lifetime-access">Get lifetime access</a>')
})

test('while the price is not known the plan can still be opened, and no amount is made up', () => {
  const html = htmlOf(plans)
  expect(html).not.toMatch(/\$\d/)
  expect(html).toContain('href="/checkout/lifetime-access"')
})

test('a plan that is gone, or that has no address, leaves nothing', () => {
  const gone: typeof plans.plans = JSON.parse('[null]')
  expect(htmlOf({...plans, plans: gone}, offers)).not.toContain('<table')
  expect(htmlOf({...plans, plans: plans.plans.map((plan) => ({...plan, slug: null}))}, offers)).not.toContain(
    '<table',
  )
})
