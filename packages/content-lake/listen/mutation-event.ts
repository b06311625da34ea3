import type {Change, Transaction} from '../contracts.ts'
import type {ListenOptions} from './listen-options.ts'

/** Whether the listener's query selected the document before the change, and whether it does after it. */
export type Selection = {before: boolean; after: boolean}

/**
 * What a listener is told of one document's part of a transaction; undefined when it is none of its concern.
 *
 * @see https://www.sanity.io/docs/http-reference/listen
 */
export function mutationEvent(
  transaction: Transaction,
  change: Change,
  selection: Selection,
  options: ListenOptions,
): Record<string, unknown> | undefined {
  if (!selection.before && !selection.after) return undefined
  return {
    eventId: `${transaction.id}#${change.id}`,
    documentId: change.id,
    transactionId: transaction.id,
    transition: transitionOf(selection),
    identity: transaction.author,
    previousRev: change.before?._rev,
    resultRev: transaction.id,
    timestamp: transaction.timestamp,
    visibility: options.visibility,
    transactionTotalEvents: transaction.changes.length,
    transactionCurrentEvent: transaction.changes.indexOf(change) + 1,
    ...(options.includeMutations && {mutations: change.mutations}),
    ...(options.includeResult && selection.after && {result: change.after}),
    ...(options.includePreviousRevision && {previous: change.before}),
    ...(options.includeEffects && {effects: change.effect}),
  }
}

function transitionOf({before, after}: Selection): 'appear' | 'disappear' | 'update' {
  if (before && after) return 'update'
  return after ? 'appear' : 'disappear'
}
