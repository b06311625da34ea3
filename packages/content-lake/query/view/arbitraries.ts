import fc from 'fast-check'
import type {LakeDocument} from '../../contracts.ts'
import {documentOf} from '../memory-dataset.ts'

/** Ids of few documents in all layers, so that generated documents meet each other. */
export const documentIds = fc
  .tuple(
    fc.constantFrom('', 'drafts.', 'versions.r1.', 'versions.r2.'),
    fc.constantFrom('a', 'b', 'c', 'deep.d'),
  )
  .map(([layer, id]) => layer + id)

const slugs = fc.constantFrom({current: 'x'}, {current: 'y'}, {current: null}, {current: 1}, {}, 'x', null)

export const documents: fc.Arbitrary<LakeDocument> = fc
  .record(
    {
      _id: documentIds,
      _type: fc.constantFrom('policy', 'page', 'person'),
      n: fc.integer({min: 0, max: 4}),
      slug: slugs,
      ref: documentIds.map((_ref) => ({_ref})),
      _system: fc.constantFrom({delete: true}, {delete: false}),
    },
    {requiredKeys: ['_id', '_type']},
  )
  .map((attributes) => documentOf(attributes))

/** Documents with distinct ids. */
export const datasets = fc.uniqueArray(documents, {selector: ({_id}) => _id, maxLength: 16})
