import type {DocumentEvent, LakeRequest, LakeResponse} from '../contracts.ts'
import type {StoredDataset} from '../dataset/stored-dataset.ts'
import {isPublishedId} from '../documents.ts'

const DEFAULT_LIMIT = 100

/**
 * `GET /data/history/:dataset/events/documents/:id`: what happened to a document, newest first. `nextCursor` is empty on
 * the last page, and otherwise the number of the transaction to go on from.
 */
export async function answerEvents(
  dataset: StoredDataset,
  request: LakeRequest,
  documentId: string,
): Promise<LakeResponse> {
  const {search} = request
  const limit = Number(search.get('limit')) || DEFAULT_LIMIT
  const before = search.get('nextCursor') ? Number(search.get('nextCursor')) : Number.POSITIVE_INFINITY
  const numbers = dataset.index.ofEvents(documentId).filter((number) => number < before)
  const events: DocumentEvent[] = []
  let nextCursor = ''
  for (const number of numbers.toReversed()) {
    if (events.length >= limit) break
    const transaction = await dataset.transactions.read(number)
    events.push(...transaction.events.filter((event) => concerns(event, documentId)))
    nextCursor = String(number)
  }
  if (nextCursor === String(numbers[0] ?? '')) nextCursor = ''
  return {body: {events: {[documentId]: events}, nextCursor}}
}

function concerns({documentId, versionId}: DocumentEvent, id: string): boolean {
  return isPublishedId(id) ? documentId === id : versionId === id
}
