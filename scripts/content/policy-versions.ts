import type {SanityClient} from '@sanity/client'
import {getDraftId, getPublishedId, isVersionId} from '@sanity/client/csm'
import type {VersionDocument} from '#lib/format/policy-version.ts'
import {type PolicyContent, policyDigest} from '#lib/import/content.ts'
import {importParts} from '#lib/import/merge.ts'
import {findTextChange, publishPolicy} from '#sanity/publish-policy.ts'
import {ADDRESS_HOLDER_QUERY, POLICIES_QUERY, POLICY_IDS_QUERY} from '#sanity/queries/editing.ts'
import {takenAddress} from '#sanity/schema/addresses.ts'
import type {POLICIES_QUERY_RESULT} from '#sanity/types.gen.ts'
import {CommandError, EXIT} from './command.ts'
import type {PolicyText} from './import-plan.ts'

/** A policy as the Content Lake holds it. */
export type StoredPolicy = POLICIES_QUERY_RESULT[number]

/** The published policy and its draft; both are missing for a policy that is not there yet. */
export type PolicyVersions = {
  publishedId: string
  draftId: string
  published: StoredPolicy | undefined
  draft: StoredPolicy | undefined
}

/**
 * Finds the policy with a slug. One that is not there yet gets the id `policy-<slug>`, so that importing it on two
 * machines gives one document.
 *
 * @throws CommandError when the slug does not lead to one policy, or when something else stands at its address.
 */
export async function loadVersions(client: SanityClient, slug: string): Promise<PolicyVersions> {
  const ids = await client.fetch(POLICY_IDS_QUERY, {slug})
  const [publishedId = `policy-${slug}`, ...others] = new Set(
    ids.filter((id) => !isVersionId(id)).map(getPublishedId),
  )
  if (others.length > 0)
    throw new CommandError(
      EXIT.conflict,
      `Several policies have the address /${slug}. Give all but one another in the Studio.`,
    )

  const draftId = getDraftId(publishedId)
  const found = await client.fetch(POLICIES_QUERY, {ids: [publishedId, draftId]})
  const [published, draft] = [publishedId, draftId].map((id) => found.find(({_id}) => _id === id))
  const moved = ids.length === 0 && (draft ?? published)
  if (moved)
    throw new CommandError(
      EXIT.conflict,
      `The policy that was imported as "${slug}" has the address /${moved.slug?.current ?? ''} now. Use --slug with that one.`,
    )
  await refuseTaken(client, `/${slug}`, publishedId)
  return {publishedId, draftId, published, draft}
}

/** The site shows one document at an address, so a policy that shares its own might never be seen. */
async function refuseTaken(client: SanityClient, path: string, id: string): Promise<void> {
  const holder = await client.fetch(ADDRESS_HOLDER_QUERY, {path, id})
  if (holder) throw new CommandError(EXIT.conflict, `Nothing was written. ${takenAddress(path, holder)}`)
}

/**
 * Writes a text into the draft. What else an editor filled in stays: the draft that is there, or the
 * published document that a new draft begins from, keeps its other fields.
 *
 * @param text what the draft is to say
 * @param file what the file says, which the next import compares with
 * @returns the draft's new revision
 * @throws ClientError with status 409 when the draft was changed or begun in the meantime.
 */
export async function writeDraft(
  client: SanityClient,
  {draftId, published, draft}: PolicyVersions,
  slug: string,
  {text, file, note}: {text: PolicyText; file: PolicyContent; note?: string | undefined},
): Promise<string> {
  const editorNote = noteAfter((draft ?? published)?.editorNote, note)
  const fields = {
    ...text,
    importDigest: policyDigest(file),
    importParts: importParts(file),
    ...(editorNote && {editorNote}),
  }
  const transaction = client.transaction()
  if (draft) transaction.patch(draftId, {set: fields, ifRevisionID: draft._rev})
  else if (published) transaction.create({...fieldsOf(published), ...fields, _id: draftId, _type: 'policy'})
  else transaction.create({_id: draftId, _type: 'policy', slug: {_type: 'slug', current: slug}, ...fields})
  const {transactionId} = await transaction.commit({visibility: 'sync', tag: 'import.policy'})
  return transactionId
}

/** A note to editors with one more sentence, unless it says it already. */
function noteAfter(written: string | undefined, note: string | undefined): string | undefined {
  if (!note || written?.includes(note)) return undefined
  return written ? `${written}\n\n${note}` : note
}

function fieldsOf({_id, _type, _rev, _createdAt, _updatedAt, ...fields}: StoredPolicy) {
  return fields
}

/** What a version says of the change that made it; nothing of it is needed where the text stays as it is. */
export type ChangeWords = {summary: string | undefined; kind: 'meaning' | 'spelling'}

/**
 * Publishes a draft whose revision is known, together with the version that its text makes. The version has the draft's
 * date, which an import takes from its file.
 *
 * @returns the version; nothing when the text is the one that is published already
 * @throws ClientError with status 409 when the draft was changed in the meantime.
 */
export async function publishDraft(
  client: SanityClient,
  {publishedId, draftId}: PolicyVersions,
  revision: string,
  {summary, kind}: ChangeWords,
): Promise<VersionDocument | undefined> {
  const [draft, published] = await client.getDocuments([draftId, publishedId])
  if (draft?._rev === revision) {
    const change = await findTextChange(client, publishedId, draft)
    const version = await publishPolicy(client, {
      draft,
      published: published ?? undefined,
      policyId: publishedId,
      summary: summary ?? change?.suggestion ?? '',
      kind,
      date: typeof draft.lastUpdated === 'string' ? draft.lastUpdated : undefined,
    })
    if (version) return version
  }
  await client.action({
    actionType: 'sanity.action.document.publish',
    draftId,
    publishedId,
    ifDraftRevisionId: revision,
  })
  return undefined
}
