import type {SanityClient, SanityDocument} from '@sanity/client'
import {z} from 'zod'
import {suggestSummary} from '#lib/format/compare-texts.ts'
import {dayIn, USUAL_TIME_ZONE} from '#lib/format/dates.ts'
import {legalText, textHash} from '#lib/format/legal-text.ts'
import {
  type ChangeKind,
  type Mutation,
  newestVersion,
  nextVersion,
  publishMutations,
  readVersions,
  upcomingVersions,
  type VersionDocument,
  type VersionFacts,
  versionFacts,
  withdrawMutations,
} from '#lib/format/policy-version.ts'
import {PUBLISHING_QUERY} from './queries/editing.ts'

/** What publishing a policy's text must know of the texts before it. */
export type PolicyHistory = {
  versions: VersionFacts[]
  /** ISO date where the business is. */
  today: string
  /** What the query found, with the texts. */
  texts: readonly unknown[]
}

const publishing = z.object({versions: z.array(z.unknown()), timeZone: z.string().nullable()})

/** Reads the versions of a policy. The client sees drafts and published documents alike. */
export async function readHistory(
  client: SanityClient,
  policyId: string,
  now = new Date(),
): Promise<PolicyHistory> {
  const found = publishing.parse(await client.fetch(PUBLISHING_QUERY, {policyId}, {perspective: 'raw'}))
  return {
    versions: readVersions(found.versions),
    today: dayIn(found.timeZone ?? USUAL_TIME_ZONE, now),
    texts: found.versions,
  }
}

/** What a person must say about a draft before it is published: nothing when its text is that of the newest version. */
export type TextChange = {isFirst: boolean; suggestion: string; today: string; upcoming: VersionFacts[]}

/** Finds out whether the text of a draft is new, and what may be said about the change. */
export async function findTextChange(
  client: SanityClient,
  policyId: string,
  draft: Readonly<Record<string, unknown>>,
): Promise<TextChange | undefined> {
  const {versions, today, texts} = await readHistory(client, policyId)
  const newest = newestVersion(versions)
  if (newest?.hash === (await textHash(legalText(draft)))) return undefined
  const before = newest && textOf(texts, newest.number)
  return {
    isFirst: newest === undefined,
    suggestion: before ? suggestSummary(legalText(before), legalText(draft)) : '',
    today,
    upcoming: upcomingVersions(versions, today),
  }
}

const fields = z.record(z.string(), z.unknown())

function textOf(texts: readonly unknown[], number: number): Record<string, unknown> | undefined {
  return texts
    .map((text) => fields.safeParse(text).data)
    .find((text) => versionFacts.safeParse(text).data?.number === number)
}

export type PolicyPublish = {
  draft: SanityDocument
  published: SanityDocument | undefined
  policyId: string
  summary: string
  kind: Exclude<ChangeKind, 'first'>
  /** ISO date for "Last updated"; the day of the publish when left out. */
  date?: string | undefined
  /** ISO date of a day to come, from which the text is in force; at once when left out. */
  effectiveOn?: string | undefined
  /** Further changes of the same transaction. */
  also?: readonly Mutation[]
  now?: Date
}

/**
 * Publishes a draft of a policy together with the version of its text: both or neither.
 *
 * @returns the version; nothing, and nothing is published, when the text is that of the newest version
 * @throws ClientError with status 409 when the draft or the policy was changed, or a version made, in the meantime
 */
export async function publishPolicy(
  client: SanityClient,
  {draft, published, policyId, summary, kind, date, effectiveOn, also = [], now = new Date()}: PolicyPublish,
): Promise<VersionDocument | undefined> {
  const {versions, today} = await readHistory(client, policyId, now)
  const version = await nextVersion({
    policyId,
    policy: draft,
    versions,
    summary: summary.trim(),
    kind,
    date: effectiveOn ?? date ?? today,
    ...(effectiveOn !== undefined && effectiveOn > today && {effectiveOn}),
    publishedAt: now.toISOString(),
  })
  if (version === undefined) return undefined
  await client
    .transaction([...publishMutations(draft, published, version), ...also])
    .commit({visibility: 'sync', tag: 'policy.publish'})
  return version
}

/** The version of a policy that may still be withdrawn: the newest of those whose day has not come. */
export async function findWithdrawable(
  client: SanityClient,
  policyId: string,
): Promise<VersionFacts | undefined> {
  const {versions, today} = await readHistory(client, policyId)
  return upcomingVersions(versions, today).toSorted((a, b) => b.number - a.number)[0]
}

/**
 * Takes back a version whose day has not come. The policy holds the text before it again; what was withdrawn stays as a draft.
 *
 * @returns whether it was withdrawn: not when its day has come meanwhile
 * @throws ClientError with status 409 when the policy was changed in the meantime
 */
export async function withdrawVersion(
  client: SanityClient,
  published: SanityDocument,
  number: number,
  now = new Date(),
): Promise<boolean> {
  const {versions, today, texts} = await readHistory(client, published._id, now)
  const withdrawn = upcomingVersions(versions, today).find((version) => version.number === number)
  if (!withdrawn) return false
  const isNewest = newestVersion(versions)?.number === number
  const before = newestVersion(versions.filter((version) => version.number !== number))
  const text = before && textOf(texts, before.number)
  if (isNewest && !(before && text)) return false
  await client
    .transaction(
      withdrawMutations(
        published,
        withdrawn,
        isNewest && before && text ? {...before, ...legalText(text)} : undefined,
        today,
      ),
    )
    .commit({visibility: 'sync', tag: 'policy.withdraw'})
  return true
}
