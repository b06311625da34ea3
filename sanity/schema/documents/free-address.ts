import {getPublishedId, type ValidationContext} from 'sanity'
import {ADDRESS_HOLDER_QUERY} from '../../queries/editing.ts'
import {takenAddress} from './taken-address.ts'

/** Tells an editor which other page, policy or redirect, published or not, has a path already. */
export async function validateFreeAddress(
  path: string | undefined,
  {document, getClient}: Pick<ValidationContext, 'document' | 'getClient'>,
): Promise<true | string> {
  if (!path || !document) return true
  const holder = await getClient({apiVersion: '2026-01-01'})
    .withConfig({perspective: 'raw'})
    .fetch(ADDRESS_HOLDER_QUERY, {path, id: getPublishedId(document._id)})
  return holder === null ? true : takenAddress(path, holder)
}
