import type {SanityClient} from '@sanity/client'
import {getDraftId, getPublishedId, isVersionId} from '@sanity/client/csm'
import {POLICIES_QUERY, POLICY_IDS_QUERY} from '#sanity/queries/policy-versions.ts'
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
 * @throws CommandError when the slug does not lead to one policy.
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
  return {publishedId, draftId, published, draft}
}
