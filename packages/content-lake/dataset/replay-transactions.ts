import type {LakeDocument, Transaction} from '../contracts.ts'
import {fromLogged, rewind} from '../store/logged-transaction.ts'
import type {StoredDataset} from './stored-dataset.ts'

/**
 * The committed transactions after the given one, oldest first, each with its documents; all of them when it is null or
 * unknown. Transactions that are committed while the caller reads are included.
 */
export async function* transactionsAfter(
  dataset: StoredDataset,
  transactionId: string | null,
): AsyncGenerator<Transaction> {
  const {index, transactions} = dataset
  const known = transactionId === null ? undefined : index.numberOf(transactionId)
  const first = known === undefined ? 0 : known + 1
  const documents = first === 0 ? new Map() : await documentsBefore(dataset, first)
  for (let number = first; number < index.length; number += 1) {
    const transaction = fromLogged(await transactions.read(number), (id) => documents.get(id) ?? null)
    for (const {id, after} of transaction.changes) documents.set(id, after)
    yield transaction
  }
}

/** The documents that the transactions from `first` on change, as they were before it. */
async function documentsBefore(
  dataset: StoredDataset,
  first: number,
): Promise<Map<string, LakeDocument | null>> {
  const current = new Map(dataset.documents())
  const documents = new Map<string, LakeDocument | null>()
  for (let number = dataset.index.length - 1; number >= first; number -= 1) {
    const {changes} = await dataset.transactions.read(number)
    for (const change of changes) {
      const after = documents.has(change.id) ? documents.get(change.id) : current.get(change.id)
      documents.set(change.id, rewind(after ?? null, change))
    }
  }
  for (const [id, document] of current) if (!documents.has(id)) documents.set(id, document)
  return documents
}
