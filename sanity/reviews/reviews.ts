import type {SanityClient} from '@sanity/client'
import {getDraftId, getPublishedId} from 'sanity'
import {z} from 'zod'

/** Types whose drafts may be marked as ready for review. */
export const REVIEWED: ReadonlySet<string> = new Set(['page', 'policy', 'plan'])

/**
 * The id of the mark of a document. A mark is a document of its own, so that a publish by any way leaves nothing of it; its
 * id has a dot, so that it is never read without a token.
 *
 * @see https://www.sanity.io/docs/content-lake/ids
 */
export const reviewId = (documentId: string) => `review.${getPublishedId(documentId)}`

const mark = z.object({
  _id: z.string(),
  _rev: z.string(),
  /** Of the published document, whether it exists or not. */
  documentId: z.string(),
  /** The Sanity user who set the mark. The name is asked of Sanity, so that it stands nowhere. */
  by: z.string(),
  /** ISO date and time. */
  at: z.string(),
  /** Of the published document when the mark was set; `null` when there was none. */
  publishedRevision: z.string().nullable(),
})

export type ReviewMark = z.infer<typeof mark>

/** What stands beside a mark: the draft that it is about, and what is published. */
export type Marked = {hasDraft: boolean; publishedRevision: string | null}

/** Whether a mark still holds: its draft was neither discarded nor published since, in the Studio or by another way. */
export function isOpen({publishedRevision}: ReviewMark, now: Marked): boolean {
  return now.hasDraft && now.publishedRevision === publishedRevision
}

/** Every mark, whether it still holds or not. */
export const MARKS_QUERY = '*[_type == "draftReview"]'

/** Reads marks, the oldest first. What is none is left out. */
export function readMarks(found: unknown): ReviewMark[] {
  const read = Array.isArray(found) ? found.flatMap((one) => mark.safeParse(one).data ?? []) : []
  return read.sort((a, b) => a.at.localeCompare(b.at))
}

const STATE_QUERY = `{
  "mark": *[_id == $mark][0],
  "hasDraft": defined(*[_id == $draft][0]._id),
  "publishedRevision": *[_id == $id][0]._rev
}`

const state = z.object({
  mark: mark.nullable().catch(null),
  hasDraft: z.boolean(),
  publishedRevision: z.string().nullable(),
})

async function readState(client: SanityClient, id: string): Promise<z.infer<typeof state>> {
  const params = {id, draft: getDraftId(id), mark: reviewId(id)}
  return state.parse(await client.fetch(STATE_QUERY, params, {perspective: 'raw'}))
}

/**
 * Marks the draft of a document as ready for review.
 *
 * @param by id of the Sanity user
 * @returns whether it was marked: not when there is no draft any more
 * @throws ClientError when the Content Lake refuses, as it does for a viewer
 */
export async function markReady(
  client: SanityClient,
  documentId: string,
  {by, now = new Date()}: {by: string; now?: Date},
): Promise<boolean> {
  const {hasDraft, publishedRevision} = await readState(client, documentId)
  if (!hasDraft) return false
  await client.createOrReplace({
    _id: reviewId(documentId),
    _type: 'draftReview',
    documentId,
    by,
    at: now.toISOString(),
    publishedRevision,
  })
  return true
}

/** Takes a mark back. @throws ClientError when the Content Lake refuses, as it does for a viewer */
export async function takeBack(client: SanityClient, documentId: string): Promise<void> {
  await client.delete(reviewId(documentId))
}

/** Removes the mark of a document unless it still holds, or was set anew meanwhile. */
export async function removeEnded(client: SanityClient, documentId: string): Promise<void> {
  const {mark: found, ...now} = await readState(client, documentId)
  if (!found || isOpen(found, now)) return
  // `delete` cannot ask for a revision; a patch that changes nothing can.
  await client
    .transaction()
    .patch(found._id, {unset: ['ended'], ifRevisionID: found._rev})
    .delete(found._id)
    .commit()
}
