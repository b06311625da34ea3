import {expect, test} from 'vitest'
import {movedAddress} from './move.ts'

test('a page that gets another path moves', () => {
  const page = (path?: string) => ({_type: 'page', path})
  expect(movedAddress(page('/about'), page('/who-we-are'))).toEqual({from: '/about', to: '/who-we-are'})
  expect(movedAddress(page('/about'), page('/about'))).toBeUndefined()
  expect(movedAddress(page('/about'), page())).toBeUndefined()
  expect(movedAddress(null, page('/about'))).toBeUndefined()
})

test('a policy that gets another slug moves', () => {
  const policy = (current: string) => ({_type: 'policy', slug: {current}})
  expect(movedAddress(policy('terms'), policy('terms-of-service'))).toEqual({
    from: '/terms',
    to: '/terms-of-service',
  })
})

test('a document without an address never moves', () => {
  expect(
    movedAddress({_type: 'siteSettings', path: '/a'}, {_type: 'siteSettings', path: '/b'}),
  ).toBeUndefined()
})
