import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import type {LakeDocument, Perspective} from '../contracts.ts'
import {datasets, documentIds, documentOf, documents} from '../testing/documents.ts'
import {DatasetCopy, type DocumentChange} from './view.ts'

const perspectives = fc.constantFrom<Perspective>(
  'raw',
  'published',
  ['drafts'],
  ['r1'],
  ['r1', 'drafts'],
  ['r2', 'r1', 'drafts'],
)
const changes = fc.oneof(
  documents.map((document): DocumentChange => [document._id, document]),
  documentIds.map((id): DocumentChange => [id, null]),
)

function shown(stored: LakeDocument[], perspective: Perspective, anonymous = false): LakeDocument[] {
  return [...new DatasetCopy(stored).view(perspective, anonymous).documents]
}

function layered(...ids: string[]): LakeDocument[] {
  return ids.map((_id) => documentOf({_id, _type: 'policy', from: _id}))
}

describe('perspectives', () => {
  it('show all documents when raw, in the order of their ids', () => {
    const stored = layered('drafts.a', 'b', 'versions.r1.a', 'a')
    expect(shown(stored, 'raw').map(({_id}) => _id)).toEqual(['a', 'b', 'drafts.a', 'versions.r1.a'])
  })

  it('show drafts in the place of their documents, with their original id', () => {
    const stored = layered('a', 'drafts.a', 'b', 'drafts.new', 'versions.r1.a')
    expect(shown(stored, ['drafts']).map(({_id, _originalId}) => [_id, _originalId])).toEqual([
      ['a', 'drafts.a'],
      ['b', 'b'],
      ['new', 'drafts.new'],
    ])
  })

  it('show the first version of a document in the order of the stack', () => {
    const stored = layered('a', 'drafts.a', 'versions.r1.a', 'b', 'drafts.b', 'versions.r2.c')
    expect(shown(stored, ['r1', 'drafts']).map(({_originalId}) => _originalId)).toEqual([
      'versions.r1.a',
      'drafts.b',
    ])
    expect(shown(stored, ['r1']).map(({_originalId}) => _originalId)).toEqual(['versions.r1.a', 'b'])
  })

  it('leave out documents that a release unpublishes', () => {
    const stored = [
      ...layered('a'),
      documentOf({_id: 'versions.r1.a', _type: 'policy', _system: {delete: true}}),
    ]
    expect(shown(stored, ['r1'])).toEqual([])
    expect(shown(stored, ['drafts'])).toHaveLength(1)
  })

  it('show anonymous readers only published documents without a dot in their id', () => {
    fc.assert(
      fc.property(datasets, perspectives, (stored, perspective) => {
        for (const document of shown(stored, perspective, true)) {
          expect(`${document._id} ${document._originalId ?? ''}`).not.toContain('.')
          expect(stored.some(({_id, n}) => _id === document._id && n === document.n)).toBe(true)
        }
      }),
    )
  })

  it('show the same after changes as when they are made anew', () => {
    fc.assert(
      fc.property(
        datasets,
        fc.array(changes),
        perspectives,
        fc.boolean(),
        (stored, later, perspective, anonymous) => {
          const copy = new DatasetCopy(stored)
          const view = copy.view(perspective, anonymous)
          const final = new Map(stored.map((document) => [document._id, document]))
          for (const [id, document] of later) {
            copy.apply([[id, document]])
            if (document) final.set(id, document)
            else final.delete(id)
          }
          const fresh = new DatasetCopy(final.values()).view(perspective, anonymous)
          expect(view.documents).toEqual(fresh.documents)
          for (const type of ['policy', 'page', 'person']) {
            const lookup = {attribute: 'type' as const, values: [type]}
            expect(view.find(lookup)).toEqual(view.documents.filter(({_type}) => _type === type))
            expect(view.count(lookup)).toBe(view.find(lookup).length)
          }
        },
      ),
    )
  })

  it('are dropped when too many are in use, and are made anew with the present documents', () => {
    const copy = new DatasetCopy(layered('a'), 2)
    const first = copy.view(['r1'], false)
    copy.view(['r2'], false)
    copy.view(['r3'], false)
    copy.apply([['a', null]])
    expect(copy.view(['r1'], false)).not.toBe(first)
    expect(copy.view(['r1'], false).documents).toEqual([])
  })
})
