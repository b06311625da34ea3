import {ClientError, createClient} from '@sanity/client'
import {z} from 'zod'
import type {Commerce} from '#lib/commerce.ts'
import {suggestSummary} from '#lib/format/compare-texts.ts'
import {dayIn} from '#lib/format/dates.ts'
import {legalText, textHash} from '#lib/format/legal-text.ts'
import {
  adoptMutations,
  newestVersion,
  nextVersion,
  readVersions,
  type StoredPolicyDocument,
  type VersionFacts,
  versionFacts,
} from '#lib/format/policy-version.ts'
import {POLICY_RECORDS_QUERY} from '#sanity/queries/site.ts'
import {contentClient} from './client.ts'
import {missingVersions, sealState, sealVersions} from './seals.ts'

/** What the owner is told of. */
export type VersionAlert = 'policy-version-changed' | 'policy-without-version'

type Upkeep = Pick<Commerce, 'db' | 'log'> & {
  timeZone: string
  /** With which versions are made; nothing where the site writes nothing. */
  token: string | undefined
  alert: (alert: VersionAlert) => Promise<void>
  now?: Date
}

/** What a round of upkeep found. */
export type UpkeepResult = {
  /** Ids of policies whose text became a version now. */
  adopted: string[]
  /** Versions that are not what was sealed, as `<policy id>@<number>`. */
  broken: string[]
}

/**
 * Looks after the versions of policies: makes one of a text that was published by another way than the Studio's or the
 * import's, seals what is new, and tells the owner of a version that does not fit its seal.
 *
 * @throws when the Content Lake or the database does not answer; the next round does it
 */
export async function keepVersions({
  db,
  log,
  timeZone,
  token,
  alert,
  now = new Date(),
}: Upkeep): Promise<UpkeepResult> {
  const today = dayIn(timeZone, now)
  const before = await readRecords()
  const adopted: string[] = []
  for (const policy of before.policies) {
    const made = await adopt(policy, before, {token, today, now})
    if (made === 'made') adopted.push(policy._id)
    if (made !== 'without-token') continue
    log.warn({policy: policy._id}, 'A text of a policy was published without a version')
    await alert('policy-without-version')
  }
  const {versions, texts} = adopted.length > 0 ? await readRecords() : before
  const seals = await sealVersions(db, versions, today)
  const broken = missingVersions(seals, versions).map(({policyId, number}) => `${policyId}@${number}`)
  for (const version of versions) {
    const text = texts.find(({facts}) => facts === version)
    const fits = text !== undefined && (await textHash(legalText(text.document))) === version.hash
    const {state} = await sealState(version, {fits}, seals)
    if (state !== 'sealed') broken.push(`${version.policyId}@${version.number}`)
  }
  if (broken.length > 0 || !seals.isWhole) {
    log.error({versions: broken, isWhole: seals.isWhole}, 'Versions of policies do not fit their seals')
    await alert('policy-version-changed')
  }
  return {adopted, broken}
}

const document = z.looseObject({
  _id: z.string(),
  _type: z.string(),
  _rev: z.string(),
  _createdAt: z.string().optional(),
})

const fields = z.record(z.string(), z.unknown())

type Records = {
  policies: StoredPolicyDocument[]
  versions: VersionFacts[]
  texts: {facts: VersionFacts; document: Record<string, unknown>}[]
}

async function readRecords(): Promise<Records> {
  const found = z
    .object({policies: z.array(document), versions: z.array(fields)})
    .parse(await contentClient().fetch(POLICY_RECORDS_QUERY, {}, {cache: 'no-store'}))
  const texts = found.versions.flatMap((version) => {
    const [facts] = readVersions([version])
    return facts ? [{facts, document: version}] : []
  })
  return {policies: found.policies, versions: texts.map(({facts}) => facts), texts}
}

type Adopting = {token: string | undefined; today: string; now: Date}

/**
 * Makes a version of a policy's text unless it is the newest version already. The transaction is refused when anything
 * changed meanwhile, and another machine may be faster.
 */
async function adopt(
  policy: StoredPolicyDocument,
  {versions, texts}: Records,
  {token, today, now}: Adopting,
): Promise<'made' | 'nothing' | 'without-token'> {
  const own = versions.filter(({policyId}) => policyId === policy._id)
  const newest = newestVersion(own)
  const before = texts.find(({facts}) => facts === newest)
  const version = await nextVersion({
    policyId: policy._id,
    policy,
    versions: own,
    summary:
      `Published without a summary. ${before ? suggestSummary(legalText(before.document), legalText(policy)) : ''}`.trim(),
    kind: 'meaning',
    // The first text of a policy has the date that it came with.
    date: own.length === 0 ? (versionFacts.shape.date.safeParse(policy.lastUpdated).data ?? today) : today,
    publishedAt: now.toISOString(),
  })
  if (version === undefined) return 'nothing'
  if (token === undefined) return 'without-token'
  const {projectId, dataset, apiHost, useProjectHostname, apiVersion} = contentClient().config()
  const writer = createClient({
    projectId,
    dataset,
    apiHost,
    useProjectHostname,
    apiVersion,
    token,
    useCdn: false,
  })
  try {
    await writer.transaction(adoptMutations(policy, version)).commit({tag: 'policy.adopt'})
    return 'made'
  } catch (error) {
    if (error instanceof ClientError && error.statusCode === 409) return 'nothing'
    throw error
  }
}
