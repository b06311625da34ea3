import {describe, expect, it} from 'vitest'
import {parseForm} from './form.ts'

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
