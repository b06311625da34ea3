import {expect, it} from 'vitest'
import {matchPath} from './match-path.ts'

it('names the parts of a path, and takes no other path', () => {
  expect(matchPath('/v1/prices/:id', '/v1/prices/price_1')).toEqual({id: 'price_1'})
  expect(matchPath('/v1/prices', '/v1/prices/')).toEqual({})
  expect(matchPath('/v1/prices/:id', '/v1/prices')).toBeUndefined()
  expect(matchPath('/v1/prices/:id', '/v1/prices/a/b')).toBeUndefined()
  expect(matchPath('/v1/prices/:id', '/v1/prices/%2e%2e')).toBeUndefined()
})
