import type {IndexEntry} from '../history/transaction-index.ts'
import type {LoggedTransaction} from './logged-transaction.ts'

/** What the index keeps of a transaction that was written at `offset`. */
export function indexEntry(
  {id, timestamp, changes, events}: LoggedTransaction,
  offset: number,
  size: number,
): IndexEntry {
  const eventIds = events.flatMap(({documentId, versionId}) =>
    versionId ? [documentId, versionId] : [documentId],
  )
  return {
    id,
    timestamp,
    offset,
    size,
    documentIds: changes.map((change) => change.id),
    eventIds: [...new Set(eventIds)],
  }
}
