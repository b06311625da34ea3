import {draftMode} from 'next/headers'
import {z} from 'zod'
import {type LegalText, legalText, textHash} from '#lib/format/legal-text.ts'
import {
  newestVersion,
  readVersions,
  upcomingVersions,
  type VersionFacts,
  versionId,
  versionInForce,
} from '#lib/format/policy-version.ts'
import {readText, type TextMember} from '#lib/format/portable-text.ts'
import {VERSION_LIST_QUERY, VERSION_QUERY} from '#sanity/queries/site.ts'
import {ADDRESSES_TAG, contentTag} from './changes.ts'
import {fetchContent} from './client.ts'
import {exact, readEach, words} from './repair.ts'
import {businessDay} from './site-settings.ts'

const listedPolicy = z.object({_id: z.string(), title: words, slug: exact})

/** All versions of all policies, and where the policies stand now. Asked for as one list, so that a made-up address asks nothing. */
async function listVersions() {
  const {policies, versions} = await fetchContent({
    query: VERSION_LIST_QUERY,
    tags: [contentTag('policyVersion'), contentTag('policy')],
    publishedOnly: true,
  })
  return {policies: readEach(listedPolicy, policies), versions: readVersions(versions)}
}

/** Every version of a policy, the newest first. */
export async function versionsOf(policyId: string): Promise<VersionFacts[]> {
  const {versions} = await listVersions()
  return versions.filter((version) => version.policyId === policyId)
}

/** The versions in force today, by the addresses of their published policies. */
export async function listInForce(): Promise<ReadonlyMap<string, VersionFacts>> {
  const [{policies, versions}, today] = await Promise.all([listVersions(), businessDay()])
  return new Map(
    policies.flatMap(({_id, slug}): [string, VersionFacts][] => {
      const version = versionInForce(
        versions.filter(({policyId}) => policyId === _id),
        today,
      )
      return version ? [[`/${slug}`, version]] : []
    }),
  )
}

/** A policy with all versions of its text, the newest first. */
export type PolicyVersions = {
  policyId: string
  title: string
  /** Where the policy stands now, or stood when it was published last. */
  slug: string
  /** Off for a policy that was unpublished. */
  isPublished: boolean
  versions: VersionFacts[]
  /** ISO date where the business is. */
  today: string
}

/** The versions of the policy that stands at an address, or else stood there once; nothing when none ever did. */
export async function findVersions(slug: string): Promise<PolicyVersions | undefined> {
  const {policies, versions} = await listVersions()
  const policyId =
    policies.find((policy) => policy.slug === slug)?._id ??
    versions.find((version) => version.slug === slug)?.policyId
  const own = versions.filter((version) => version.policyId === policyId)
  const [newest] = own
  if (policyId === undefined || newest === undefined) return undefined
  const policy = policies.find(({_id}) => _id === policyId)
  return {
    policyId,
    title: policy?.title ?? newest.title,
    slug: policy?.slug ?? newest.slug,
    isPublished: policy !== undefined,
    versions: own,
    today: await businessDay(),
  }
}

/** The text of a version, as it was sealed and as it is shown. */
export type VersionText = {text: LegalText; body: TextMember[]; fits: boolean}

/** A version's text. `fits`: it has the hash that the version's document names; the seal says whether that one is right. */
export async function getVersionText({policyId, number}: VersionFacts): Promise<VersionText | undefined> {
  const found = await fetchContent({
    query: VERSION_QUERY,
    params: {id: versionId(policyId, number)},
    tags: [contentTag('policyVersion'), contentTag('plan'), ADDRESSES_TAG],
    publishedOnly: true,
  })
  if (found === null) return undefined
  const text = legalText(found)
  return {text, body: readText(found.body).members, fits: found.hash === (await textHash(text))}
}

/** What a policy's page shows, and which version that is. */
export type TextInForce = {
  /** Nothing when the published text is none of the versions yet. */
  version: VersionFacts | undefined
  /** The text of that version, where the policy's document holds one that is to come. */
  earlier: VersionText | undefined
  /** Those that will take effect, the next one first. */
  upcoming: VersionFacts[]
}

/**
 * Finds the text that is in force where a policy stands. The policy's document holds the text that was published last, which
 * may be one for a day to come: until then the version before it is shown.
 *
 * @param policy the document as the Content Lake has it
 */
export async function textInForce(
  policyId: string,
  policy: Readonly<Record<string, unknown>>,
  now?: Date,
): Promise<TextInForce> {
  const [versions, today] = await Promise.all([versionsOf(policyId), businessDay(now)])
  const newest = newestVersion(versions)
  const nothing = {version: undefined, earlier: undefined, upcoming: []}
  if (newest?.hash !== (await textHash(legalText(policy)))) return nothing
  const version = versionInForce(versions, today)
  const upcoming = upcomingVersions(versions, today)
  if (version === undefined || version.number === newest.number)
    return {version, earlier: undefined, upcoming}
  const earlier = await getVersionText(version)
  return earlier ? {version, earlier, upcoming} : nothing
}

/** Whether an editor looks at drafts, which are no version yet. */
export async function isPreview(): Promise<boolean> {
  return (await draftMode()).isEnabled
}
