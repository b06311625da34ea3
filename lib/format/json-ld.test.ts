import {expect, test} from 'vitest'
import {breadcrumbJsonLd} from './json-ld.ts'

test('breadcrumbs are counted from one, and begin at the front page', () => {
  expect(breadcrumbJsonLd({url: 'https://a.example', name: 'Home'}, '/pricing', 'Pricing')).toMatchObject({
    itemListElement: [
      {position: 1, name: 'Home', item: 'https://a.example/'},
      {position: 2, name: 'Pricing', item: 'https://a.example/pricing'},
    ],
  })
})
