import type {Change, Dataset, LakeDocument, Transaction} from '../contracts.ts'

type NewDocument = {_id: string; _type: string; [attribute: string]: unknown}

/** A dataset in memory for tests: the contract's reading side, and a way to put documents in. */
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
      author: 'somebody',
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
    commit: () => Promise.reject(new Error('Documents are put into this dataset with put and remove')),
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
