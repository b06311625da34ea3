import {describe, expect, it} from 'vitest'
import {completeDocumentId, isDocumentId, isPublishedId, publishedIdOf, releaseOf} from './documents.ts'

describe('isDocumentId', () => {
  it.each(['a', 'A_1-b', 'drafts.a', 'drafts.a.b', 'versions.r1.a', '_.groups.public', 'x'.repeat(128)])(
    'allows %s',
    (id) => {
      expect(isDocumentId(id)).toBe(true)
    },
  )

  it.each([
    '',
    '-a',
    'a..b',
    '.a',
    'a.',
    'a.-b',
    'a b',
    'ä',
    'drafts',
    'versions.a',
    'a.versions.b',
    'x'.repeat(129),
  ])('refuses %j', (id) => {
    expect(isDocumentId(id)).toBe(false)
  })
})

it('completes an id that is missing or a prefix', () => {
  expect(completeDocumentId(undefined)).not.toBe(completeDocumentId(undefined))
  expect(completeDocumentId('drafts.')).toMatch(/^drafts\.[0-9a-f-]{36}$/)
  expect(completeDocumentId('a')).toBe('a')
})

it('finds the document that a draft or version belongs to', () => {
  expect(['a', 'drafts.a', 'versions.r.a', 'drafts.a.b'].map(publishedIdOf)).toEqual(['a', 'a', 'a', 'a.b'])
  expect(['a', 'drafts.a', 'versions.r.a'].map(isPublishedId)).toEqual([true, false, false])
  expect(['a', 'drafts.a', 'versions.r.a'].map(releaseOf)).toEqual([undefined, undefined, 'r'])
})
