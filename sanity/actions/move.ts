import type {Action, SanityClient} from '@sanity/client'
import {getPublishedId} from 'sanity'
import {z} from 'zod'
import type {Mutation} from '#lib/format/policy-version.ts'
import {documentPath} from '#lib/links/paths.ts'

/** Where a published document stands, and where it will stand once its draft is published. */
export type Move = {from: string; to: string}

export type MovingDocument = {
  publishedId: string
  draftId: string
  /** Of the draft as the editor sees it: a draft that changed since is not published. */
  draftRevision: string
}

const addressed = z.object({
  _type: z.string(),
  path: z.string().optional(),
  slug: z.object({current: z.string().optional()}).optional(),
})

/** Says that publishing moves a document away from an address that readers know; nothing when it stays or is new. */
export function movedAddress(published: unknown, draft: unknown): Move | undefined {
  const [from, to] = [addressOf(published), addressOf(draft)]
  return from !== undefined && to !== undefined && from !== to ? {from, to} : undefined
}

function addressOf(document: unknown): string | undefined {
  const {_type, path, slug} = addressed.safeParse(document).data ?? {}
  return documentPath(_type, path ?? slug?.current)
}

/**
 * The changes that lead readers of an old address to a document, for a transaction that publishes it under its new one.
 *
 * @param publishedId of the document
 */
export async function redirectMutations(
  client: SanityClient,
  publishedId: string,
  move: Move,
): Promise<Mutation[]> {
  const inTheWay = z
    .array(z.string())
    .parse(await client.fetch(AT_EITHER_ADDRESS, move, {perspective: 'raw'}))
  const {_id, ...redirect} = redirectFrom(move.from, publishedId)
  return [
    ...inTheWay.map((id): Mutation => ({delete: {id}})),
    {create: {...redirect, _id: getPublishedId(_id)}},
  ]
}

const AT_EITHER_ADDRESS = `*[_type == "redirect" && path in [$from, $to]]._id`

/**
 * Publishes a document under its new address and leads readers of the old one there: both or neither.
 *
 * @throws ClientError when the Content Lake refuses, for example since another editor changed the draft meanwhile
 */
export async function publishMove(client: SanityClient, document: MovingDocument, move: Move): Promise<void> {
  const ids = z.array(z.string()).parse(await client.fetch(AT_EITHER_ADDRESS, move, {perspective: 'raw'}))
  await client.action(moveActions(document, move, ids))
}

/**
 * Everything that publishing under a new address takes, for one transaction: the end of redirects that start where a
 * page stands from now on, the redirect from the old address, and the document itself.
 *
 * @param inTheWay ids of the redirects that start at either address, published and drafts
 */
function moveActions(document: MovingDocument, {from}: Move, inTheWay: readonly string[]): Action[] {
  const redirect = redirectFrom(from, document.publishedId)
  const publishedId = getPublishedId(redirect._id)
  return [
    ...[...new Set(inTheWay.map(getPublishedId))].map(
      (id): Action => ({
        actionType: 'sanity.action.document.delete',
        publishedId: id,
        includeDrafts: inTheWay.filter((other) => other !== id && getPublishedId(other) === id),
      }),
    ),
    {actionType: 'sanity.action.document.create', publishedId, attributes: redirect, ifExists: 'fail'},
    {actionType: 'sanity.action.document.publish', draftId: redirect._id, publishedId},
    {
      actionType: 'sanity.action.document.publish',
      draftId: document.draftId,
      publishedId: document.publishedId,
      ifDraftRevisionId: document.draftRevision,
    },
  ]
}

/** The draft of a redirect from a path to a document. */
const redirectFrom = (path: string, publishedId: string) => ({
  _id: `drafts.${crypto.randomUUID()}`,
  _type: 'redirect',
  path,
  kind: 'document',
  // Weak: a strong one would keep the page from being unpublished.
  document: {_type: 'reference', _ref: publishedId, _weak: true},
  permanent: true,
})
