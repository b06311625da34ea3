import type {SanityClient} from '@sanity/client'
import type {PolicyContent} from '#lib/import/content.ts'
import {policyDigest} from '#lib/import/digest.ts'
import {storeContent} from '#lib/import/store-content.ts'
import type {PolicyVersions, StoredPolicy} from './versions.ts'

/**
 * Writes a file's text into the draft. Whatever else an editor filled in stays: the draft that is there, or the
 * published document that a new draft begins from, keeps its other fields.
 *
 * @returns the draft's new revision
 * @throws ClientError with status 409 when somebody changed or began the draft in the meantime.
 */
export async function writeDraft(
  client: SanityClient,
  {draftId, published, draft}: PolicyVersions,
  slug: string,
  file: PolicyContent,
): Promise<string> {
  const current = draft ?? published
  const text = {
    title: file.title,
    lastUpdated: file.lastUpdated,
    body: storeContent(file.body, current?.body),
    importDigest: policyDigest(file),
  }
  const transaction = client.transaction()
  if (draft) transaction.patch(draftId, {set: text, ifRevisionID: draft._rev})
  else if (published) transaction.create({...fieldsOf(published), ...text, _id: draftId, _type: 'policy'})
  else transaction.create({_id: draftId, _type: 'policy', slug: {_type: 'slug', current: slug}, ...text})
  const {transactionId} = await transaction.commit({visibility: 'sync', tag: 'import.policy'})
  return transactionId
}

function fieldsOf({_id, _type, _rev, _createdAt, _updatedAt, ...fields}: StoredPolicy) {
  return fields
}

/**
 * Publishes a draft whose revision is known.
 *
 * @throws ClientError with status 409 when somebody changed the draft in the meantime.
 */
export async function publishDraft(
  client: SanityClient,
  {publishedId, draftId}: PolicyVersions,
  revision: string,
): Promise<void> {
  await client.action({
    actionType: 'sanity.action.document.publish',
    draftId,
    publishedId,
    ifDraftRevisionId: revision,
  })
}
