import {expect, it} from 'vitest'
import {mergeMetadata} from './metadata.ts'

it('adds, replaces and removes names, and writes numbers as text', () => {
  expect(mergeMetadata({a: '1', b: '2'}, {a: '', b: 3, c: 'x'})).toEqual({b: '3', c: 'x'})
})

it('stays as it is when nothing is given, and is emptied by an empty text', () => {
  expect(mergeMetadata({a: '1'}, undefined)).toEqual({a: '1'})
  expect(mergeMetadata({a: '1'}, '')).toEqual({})
})

it('has limits', () => {
  expect(() => mergeMetadata({}, {['k'.repeat(41)]: 'x'})).toThrow(/40 characters/)
  expect(() => mergeMetadata({}, {k: 'x'.repeat(501)})).toThrow(/500 characters/)
  const many = Object.fromEntries(Array.from({length: 51}, (_, index) => [`k${index}`, 'x']))
  expect(() => mergeMetadata({}, many)).toThrow(/50 keys/)
})
