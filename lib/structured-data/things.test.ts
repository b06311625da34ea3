import {expect, test} from 'vitest'
import {breadcrumbs} from './things.ts'

test('breadcrumbs are counted from one', () => {
  expect(breadcrumbs([{name: 'Home', url: 'https://a.example/'}])).toMatchObject({
    itemListElement: [{position: 1, name: 'Home', item: 'https://a.example/'}],
  })
})
