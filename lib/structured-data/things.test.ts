import {expect, test} from 'vitest'
import {breadcrumbs, faqPage, product} from './things.ts'

const site = {url: 'https://plumbperfectleads.help', name: 'PlumbPerfect Leads'}

test('a product has an offer at its price in whole currency units', () => {
  const sold = {name: 'Lifetime access', url: `${site.url}/checkout/x`, amount: 9_905, currency: 'usd'}
  expect(product(site, sold)).toMatchObject({
    '@type': 'Product',
    name: 'Lifetime access',
    offers: {price: '99.05', priceCurrency: 'USD', availability: 'https://schema.org/InStock'},
  })
})

test('questions have their answers', () => {
  expect(faqPage([{question: 'Why?', answer: 'So.'}])).toMatchObject({
    mainEntity: [{'@type': 'Question', name: 'Why?', acceptedAnswer: {'@type': 'Answer', text: 'So.'}}],
  })
})

test('breadcrumbs are counted from one', () => {
  expect(breadcrumbs([{name: 'Home', url: 'https://a.example/'}])).toMatchObject({
    itemListElement: [{position: 1, name: 'Home', item: 'https://a.example/'}],
  })
})
