import type {LakeDocument, Transaction} from '../contracts.ts'
import {fromLogged, rewind} from '../store/logged-transaction.ts'
import type {TransactionLog} from '../store/transaction-log.ts'

/** The log of a dataset and its documents as they are now: what the past is derived from. */
type Recorded = {readonly transactions: TransactionLog; documents(): ReadonlyMap<string, LakeDocument>}

/** Which of a document's states is meant: after a transaction, at a time, or the last one in which it existed. */
export type Moment = {revision: string} | {time: string} | {lastRevision: true}

/**
 * A document as it was. Only the newest state of a document is held in memory: older ones are found by undoing its
 * transactions, newest first.
 *
 * @returns null when the document did not exist at that moment.
 */
export async function documentAt(
  dataset: Recorded,
  documentId: string,
  moment: Moment,
): Promise<LakeDocument | null> {
  const numbers = dataset.transactions.index.ofDocument(documentId).slice()
  let document = dataset.documents().get(documentId) ?? null
  const isReached = reachedBy(dataset, moment)
  for (let place = numbers.length - 1; place >= 0; place -= 1) {
    const number = numbers[place]
    if (number === undefined || isReached(number, document)) break
    const {changes} = await dataset.transactions.read(number)
    const change = changes.find(({id}) => id === documentId)
    if (change) document = rewind(document, change)
  }
  return document
}

/** Tells whether the state that a transaction left behind is the one that is looked for. */
function reachedBy(
  dataset: Recorded,
  moment: Moment,
): (number: number, document: LakeDocument | null) => boolean {
  if ('lastRevision' in moment) return (_number, document) => document !== null
  if ('revision' in moment) {
    const limit = dataset.transactions.index.numberOf(moment.revision) ?? -1
    return (number) => number <= limit
  }
  const time = Date.parse(moment.time)
  return (number) => Date.parse(dataset.transactions.index.entries()[number]?.timestamp ?? '') <= time
}

/**
 * The committed transactions after the given one, oldest first, each with its documents; all of them when it is null or
 * unknown. Transactions that are committed while the caller reads are included.
 */
export async function* transactionsAfter(
  dataset: Recorded,
  transactionId: string | null,
): AsyncGenerator<Transaction> {
  const {transactions} = dataset
  const known = transactionId === null ? undefined : transactions.index.numberOf(transactionId)
  const first = known === undefined ? 0 : known + 1
  const documents = first === 0 ? new Map() : await documentsBefore(dataset, first)
  for (let number = first; number < transactions.index.length; number += 1) {
    const transaction = fromLogged(await transactions.read(number), (id) => documents.get(id) ?? null)
    for (const {id, after} of transaction.changes) documents.set(id, after)
    yield transaction
  }
}

/** The documents that the transactions from `first` on change, as they were before it. */
async function documentsBefore(dataset: Recorded, first: number): Promise<Map<string, LakeDocument | null>> {
  const current = new Map(dataset.documents())
  const documents = new Map<string, LakeDocument | null>()
  for (let number = dataset.transactions.index.length - 1; number >= first; number -= 1) {
    const {changes} = await dataset.transactions.read(number)
    for (const change of changes) {
      const after = documents.has(change.id) ? documents.get(change.id) : current.get(change.id)
      documents.set(change.id, rewind(after ?? null, change))
    }
  }
  for (const [id, document] of current) if (!documents.has(id)) documents.set(id, document)
  return documents
}
