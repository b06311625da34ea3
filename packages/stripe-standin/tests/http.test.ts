import {describe, expect, it} from 'vitest'
import {isLoopback, matchPath, parseForm} from '../http.ts'

describe('parseForm', () => {
  it('reads groups, lists and groups in lists', () => {
    expect(parseForm('a=1&b[c][d]=2&e[]=3&e[]=4&f[0][g]=5&f[1][g]=6')).toEqual({
      a: '1',
      b: {c: {d: '2'}},
      e: ['3', '4'],
      f: [{g: '5'}, {g: '6'}],
    })
  })

  it('orders a list by its numbers', () => {
    expect(parseForm('a[10]=z&a[2]=y&a[0]=x')).toEqual({a: ['x', 'y', 'z']})
  })

  it('decodes names and values', () => {
    expect(parseForm('metadata[order%20id]=a%26b+c')).toEqual({metadata: {'order id': 'a&b c'}})
  })

  it('keeps the last of a repeated name, and empty values', () => {
    expect(parseForm('a=1&a=2&b=')).toEqual({a: '2', b: ''})
  })

  it('does not touch the prototype of anything', () => {
    const form = parseForm('__proto__[polluted]=1&constructor[prototype][polluted]=1')
    expect(Object.hasOwn(form, '__proto__')).toBe(true)
    expect({}).not.toHaveProperty('polluted')
  })

  it('refuses what is nested without end, and what is both a value and a group', () => {
    expect(() => parseForm(`a${'[b]'.repeat(50)}=1`)).toThrow(/nested too deeply/)
    expect(() => parseForm('a=1&a[b]=2')).toThrow(/both a value and a group/)
  })
})

it('matchPath names the parts of a path, and takes no other path', () => {
  expect(matchPath('/v1/prices/:id', '/v1/prices/price_1')).toEqual({id: 'price_1'})
  expect(matchPath('/v1/prices', '/v1/prices/')).toEqual({})
  expect(matchPath('/v1/prices/:id', '/v1/prices')).toBeUndefined()
  expect(matchPath('/v1/prices/:id', '/v1/prices/a/b')).toBeUndefined()
  expect(matchPath('/v1/prices/:id', '/v1/prices/%2e%2e')).toBeUndefined()
})

it.each(['localhost', 'shop.localhost', '127.0.0.1', '127.1.2.3', '::1', '[::1]', 'LOCALHOST'])(
  '%s is this machine',
  (name) => {
    expect(isLoopback(name)).toBe(true)
  },
)

it.each(['example.com', 'localhost.example.com', '0.0.0.0', '10.0.0.1', '127.0.0.1.example.com', ''])(
  '%s is not',
  (name) => {
    expect(isLoopback(name)).toBe(false)
  },
)
