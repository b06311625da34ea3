import type {Action} from '@sanity/client'
import type {Move} from './moved-address.ts'

export type MovingDocument = {
  publishedId: string
  draftId: string
  /** Of the draft as the editor sees it: a draft that changed since is not published. */
  draftRevision: string
}

/** A redirect that is there already, by its published id, with its drafts. */
export type StoredRedirect = {id: string; drafts: string[]}

/**
 * Everything that publishing under a new address takes, for one transaction: the redirect from the old address, the
 * document itself, and the end of redirects that start where a page stands from now on.
 */
export function moveActions(
  document: MovingDocument,
  {from}: Move,
  {newId, inTheWay}: {newId: string; inTheWay: readonly StoredRedirect[]},
): Action[] {
  const redirect = {
    _id: `drafts.${newId}`,
    _type: 'redirect',
    path: from,
    kind: 'document',
    document: {_type: 'reference', _ref: document.publishedId},
    permanent: true,
  }
  return [
    ...inTheWay.map(
      ({id, drafts}): Action => ({
        actionType: 'sanity.action.document.delete',
        publishedId: id,
        includeDrafts: drafts,
      }),
    ),
    {actionType: 'sanity.action.document.create', publishedId: newId, attributes: redirect, ifExists: 'fail'},
    {actionType: 'sanity.action.document.publish', draftId: redirect._id, publishedId: newId},
    {
      actionType: 'sanity.action.document.publish',
      draftId: document.draftId,
      publishedId: document.publishedId,
      ifDraftRevisionId: document.draftRevision,
    },
  ]
}
