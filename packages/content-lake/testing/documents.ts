import fc from 'fast-check'
import type {Change, Dataset, LakeDocument, Transaction} from '../contracts.ts'

type NewDocument = {_id: string; _type: string; [attribute: string]: unknown}

/** A dataset in memory that can be read like any other, and that a test puts documents into. */
export type MemoryDataset = Dataset & {
  put(...documents: NewDocument[]): Transaction
  remove(...ids: string[]): Transaction
}

/** A document with its system attributes filled in. */
export function documentOf(attributes: NewDocument, rev = 'rev-0'): LakeDocument {
  const time = '2026-01-01T00:00:00Z'
  return {_rev: rev, _createdAt: time, _updatedAt: time, ...attributes}
}

export function createMemoryDataset(...initial: NewDocument[]): MemoryDataset {
  const documents = new Map(initial.map((document) => [document._id, documentOf(document)]))
  const listeners = new Set<(transaction: Transaction) => void>()
  let count = 0

  function commit(after: Map<string, LakeDocument | null>): Transaction {
    const changes = [...after].map(([id, document]): Change => {
      const before = documents.get(id) ?? null
      return {id, before, after: document, mutations: [], effect: {apply: [0, document], revert: [0, before]}}
    })
    for (const [id, document] of after) {
      if (document) documents.set(id, document)
      else documents.delete(id)
    }
    const transaction = {
      id: `rev-${count}`,
      timestamp: '2026-01-01T00:00:00Z',
      author: 'u-author',
      changes,
      events: [],
    }
    for (const listener of listeners) listener(transaction)
    return transaction
  }

  return {
    projectId: 'local',
    name: 'production',
    isPrivate: false,
    gone: new AbortController().signal,
    documents: () => documents,
    commit: () => Promise.reject(new Error('This dataset is changed with put and remove')),
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    async *transactionsAfter() {},
    put(...added) {
      count++
      return commit(new Map(added.map((document) => [document._id, documentOf(document, `rev-${count}`)])))
    },
    remove(...ids) {
      count++
      return commit(new Map(ids.map((id) => [id, null])))
    },
  }
}

/** Ids of few documents in all layers, so that generated documents often belong together. */
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

const NUMBERS = `[${Array.from({length: 20}, (_, index) => index + 1)}]`

/** GROQ that needs no documents, is short, and takes years to evaluate. */
export const ENDLESS_QUERY = `count(${NUMBERS}${`[count(${NUMBERS}`.repeat(9)}[@ > 0]${') > 0]'.repeat(9)})`
