import type {Dataset, Identity} from '../contracts.ts'

/**
 * Whether a caller may read a document. Whoever has not signed in reads nothing of a private dataset, and of a public one
 * nothing that lies under a path: drafts, versions, and every other id with a dot.
 *
 * Such a caller is not refused by the hosted API; what may not be read is not there. Only assets are delivered from a
 * private dataset to whoever knows their address.
 *
 * @see https://www.sanity.io/docs/content-lake/ids
 * @see https://www.sanity.io/docs/content-lake/keeping-your-data-safe
 */
export function mayRead(dataset: Dataset, documentId: string, identity: Identity): boolean {
  if (identity) return true
  return !dataset.isPrivate && !documentId.includes('.')
}
