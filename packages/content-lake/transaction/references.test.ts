import {expect, it} from 'vitest'
import type {LakeDocument} from '../contracts.ts'
import {ReferenceIndex, strongReferences} from './references.ts'

const document = (attributes: Record<string, unknown>): LakeDocument => ({
  _id: 'a',
  _type: 'note',
  _rev: 'r',
  _createdAt: '',
  _updatedAt: '',
  ...attributes,
})

it('finds strong references at any depth, and no others', () => {
  const found = strongReferences(
    document({
      plain: {_ref: 'one'},
      list: [{nested: {_type: 'reference', _ref: 'two'}}],
      weak: {_ref: 'weak', _weak: true},
      otherDataset: {_ref: 'far', _dataset: 'other', _projectId: 'p'},
      library: {_ref: 'media-library:ml:asset'},
      text: '_ref',
    }),
  )
  expect([...found]).toEqual(['one', 'two'])
})

it('drops references that were removed', () => {
  const before = document({to: {_ref: 'x'}})
  const index = new ReferenceIndex([before])
  expect(index.referrersOf('x')).toEqual(['a'])
  index.update(before, document({to: {_ref: 'y'}}))
  expect(index.referrersOf('x')).toEqual([])
  expect(index.referrersOf('y')).toEqual(['a'])
})
