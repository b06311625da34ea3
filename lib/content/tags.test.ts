import {expect, test} from 'vitest'
import {tagsOfChange} from './tags.ts'

test('an edit expires the type and the document', () => {
  expect(tagsOfChange({_type: 'policy', slug: 'privacy', slugBefore: 'privacy'})).toEqual([
    'policy',
    'policy:privacy',
  ])
})

test('a rename expires both addresses and whatever links to them', () => {
  expect(tagsOfChange({_type: 'policy', slug: 'data', slugBefore: 'privacy'})).toEqual([
    'policy',
    'policy:data',
    'policy:privacy',
    'addresses',
  ])
})

test('a first publish and a removal expire the address and whatever links to it', () => {
  const tags = ['policy', 'policy:privacy', 'addresses']
  expect(tagsOfChange({_type: 'policy', slug: 'privacy', slugBefore: null})).toEqual(tags)
  expect(tagsOfChange({_type: 'policy', slug: null, slugBefore: 'privacy'})).toEqual(tags)
})

test('a redirect expires redirects, and no page that links to anything', () => {
  expect(tagsOfChange({_type: 'redirect', slug: '/old', slugBefore: null})).toEqual([
    'redirect',
    'redirect:/old',
  ])
})

test('a document without an address expires its type', () => {
  expect(tagsOfChange({_type: 'siteSettings', slug: null, slugBefore: null})).toEqual(['siteSettings'])
})

test('a sender that does not know the slug before says nothing about a rename', () => {
  expect(tagsOfChange({_type: 'policy', slug: 'privacy'})).toEqual(['policy', 'policy:privacy'])
})
