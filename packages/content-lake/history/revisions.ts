import type {LakeDocument} from '../contracts.ts'
import type {StoredDataset} from '../dataset/stored-dataset.ts'
import {rewind} from '../store/logged-transaction.ts'

/** Which of a document's states is meant: after a transaction, at a time, or the last one in which it existed. */
export type Moment = {revision: string} | {time: string} | {lastRevision: true}

/**
 * A document as it was. Only the newest state of a document is held in memory: older ones are found by undoing its
 * transactions, newest first.
 *
 * @returns null when the document did not exist at that moment.
 */
export async function documentAt(
  dataset: StoredDataset,
  documentId: string,
  moment: Moment,
): Promise<LakeDocument | null> {
  const numbers = dataset.index.ofDocument(documentId).slice()
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
  dataset: StoredDataset,
  moment: Moment,
): (number: number, document: LakeDocument | null) => boolean {
  if ('lastRevision' in moment) return (_number, document) => document !== null
  if ('revision' in moment) {
    const limit = dataset.index.numberOf(moment.revision) ?? -1
    return (number) => number <= limit
  }
  const time = Date.parse(moment.time)
  return (number) => Date.parse(dataset.index.entries()[number]?.timestamp ?? '') <= time
}
