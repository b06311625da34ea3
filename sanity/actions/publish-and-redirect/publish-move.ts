import type {SanityClient} from '@sanity/client'
import {getPublishedId} from 'sanity'
import {z} from 'zod'
import {type MovingDocument, moveActions, type StoredRedirect} from './move-actions.ts'
import type {Move} from './moved-address.ts'

const AT_EITHER_ADDRESS = `*[_type == "redirect" && path in [$from, $to]]._id`

/**
 * Publishes a document under its new address and leads readers of the old one there: both or neither.
 *
 * @throws ClientError when the Content Lake refuses, for example since somebody else changed the draft meanwhile
 */
export async function publishMove(client: SanityClient, document: MovingDocument, move: Move): Promise<void> {
  const ids = z.array(z.string()).parse(await client.fetch(AT_EITHER_ADDRESS, move, {perspective: 'raw'}))
  await client.action(moveActions(document, move, {newId: crypto.randomUUID(), inTheWay: grouped(ids)}))
}

function grouped(ids: readonly string[]): StoredRedirect[] {
  return [...new Set(ids.map(getPublishedId))].map((id) => ({
    id,
    drafts: ids.filter((other) => other !== id && getPublishedId(other) === id),
  }))
}
