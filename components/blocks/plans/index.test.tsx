import {describe, expect, test} from 'vitest'
import {htmlOf} from '../html-of.tsx'
import {plans} from './index.tsx'

const {example} = plans
const offers = {lifetime_access: {amount: 9_900, currency: 'usd'}}

test('a plan is an invoice at the price of the catalogue, with a button to where it is bought', () => {
  const html = htmlOf(example, offers)
  expect(html).toContain('<strong>Lifetime access</strong>')
  expect(html.match(/US\$99\.00/g)).toHaveLength(2)
  expect(html).toContain('<th scope="row">Due after that</th><td>Nothing</td>')
  expect(html).toContain('<a href="/checkout/lifetime-access">Get lifetime access</a>')
})

test('while the price is not known the plan can still be opened, and no amount is made up', () => {
  const html = htmlOf(example)
  expect(html).not.toMatch(/\$\d/)
  expect(html).toContain('href="/checkout/lifetime-access"')
})

test('a plan that is gone, or that has no address, leaves nothing', () => {
  const gone: typeof example.plans = JSON.parse('[null]')
  expect(htmlOf({...example, plans: gone}, offers)).not.toContain('<table')
  expect(
    htmlOf({...example, plans: example.plans.map((plan) => ({...plan, slug: null}))}, offers),
  ).not.toContain('<table')
})

describe('what machines are told', () => {
  const site = {url: 'https://plumbperfectleads.help', name: 'PlumbPerfect Leads'}

  test('is a product with an offer at its price in whole currency units', () => {
    const odd = {lifetime_access: {amount: 9_905, currency: 'usd'}}
    expect(plans.jsonLd([example], {site, offers: odd})).toMatchObject([
      {
        '@type': 'Product',
        name: 'Lifetime access',
        offers: {
          url: 'https://plumbperfectleads.help/checkout/lifetime-access',
          price: '99.05',
          priceCurrency: 'USD',
          availability: 'https://schema.org/InStock',
        },
      },
    ])
  })

  test('is nothing of a plan without a known price', () => {
    expect(plans.jsonLd([example], {site, offers: {}})).toEqual([])
  })
})
