import type {SanityClient} from '@sanity/client'
import {getDraftId, getPublishedId, isVersionId} from '@sanity/client/csm'
import {ADDRESS_HOLDER_QUERY, POLICIES_QUERY, POLICY_IDS_QUERY} from '#sanity/queries/editing.ts'
import {takenAddress} from '#sanity/schema/addresses.ts'
import type {POLICIES_QUERY_RESULT} from '#sanity/types.gen.ts'
import {CommandError} from '../content/command-error.ts'
import {EXIT} from '../content/exit-codes.ts'

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
