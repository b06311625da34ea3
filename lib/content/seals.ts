import {ClientError, createClient} from '@sanity/client'
import {asc, sql} from 'drizzle-orm'
import {z} from 'zod'
import type {Commerce} from '#lib/commerce.ts'
import type {Database, Executor} from '#lib/db/database.ts'
import {type PolicySeal, policySeals, type SealEvent} from '#lib/db/schema.ts'
import {suggestSummary} from '#lib/format/compare-texts.ts'
import {dayIn} from '#lib/format/dates.ts'
import {jsonHash, legalText, textHash} from '#lib/format/legal-text.ts'
import {
  adoptMutations,
  factsHash,
  newestVersion,
  nextVersion,
  readVersions,
  type StoredPolicyDocument,
  type VersionFacts,
  versionFacts,
} from '#lib/format/policy-version.ts'
import {POLICY_RECORDS_QUERY} from '#sanity/queries/site.ts'
import {contentClient} from './client.ts'

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

// An account that may write to the Content Lake can change any document there, a version of a policy too. So the site writes the hash
// of each version into its own database when it first sees it, and compares ever after.

/** Any number that nothing else in this database uses as an advisory lock. */
const SEAL_LOCK = 4_917_220_252

/** Every seal in order, and whether each follows from the one before it. */
export type Seals = {rows: PolicySeal[]; isWhole: boolean}

export async function readSeals(db: Executor): Promise<Seals> {
  const rows = await db.select().from(policySeals).orderBy(asc(policySeals.position))
  let [previous, isWhole] = ['', true]
  for (const [index, row] of rows.entries()) {
    isWhole &&= row.position === index + 1 && row.previous === previous && row.seal === (await sealOf(row))
    previous = row.seal
  }
  return {rows, isWhole}
}

const sealOf = ({
  position,
  policyId,
  number,
  event,
  hash,
  factsHash,
  previous,
  sealedAt,
}: Omit<PolicySeal, 'seal'>) =>
  jsonHash({position, policyId, number, event, hash, factsHash, previous, sealedAt: sealedAt.toISOString()})

const findSeal = (rows: readonly PolicySeal[], {policyId, number}: VersionFacts, wanted: SealEvent) =>
  rows.find((row) => row.policyId === policyId && row.number === number && row.event === wanted)

/**
 * Seals the versions that are seen for the first time, each after the one before it: one that turns up out of turn was not
 * made by publishing, and gets no seal. A withdrawal is sealed until the day of its version.
 *
 * @param today ISO date where the business is
 */
export async function sealVersions(
  db: Database,
  versions: readonly VersionFacts[],
  today: string,
): Promise<Seals> {
  const known = await readSeals(db)
  if (unsealed(versions, known.rows, today).length === 0) return known
  return db.transaction(async (transaction) => {
    await transaction.execute(sql`select pg_advisory_xact_lock(${SEAL_LOCK})`)
    const {rows} = await readSeals(transaction)
    for (const {version, event} of unsealed(versions, rows, today)) {
      const row = {
        position: rows.length + 1,
        policyId: version.policyId,
        number: version.number,
        event,
        hash: version.hash,
        factsHash: await factsHash(version),
        previous: rows.at(-1)?.seal ?? '',
        sealedAt: new Date(),
      }
      const sealed = {...row, seal: await sealOf(row)}
      await transaction.insert(policySeals).values(sealed)
      rows.push(sealed)
    }
    return readSeals(transaction)
  })
}

type Unsealed = {version: VersionFacts; event: SealEvent}

function unsealed(versions: readonly VersionFacts[], rows: readonly PolicySeal[], today: string): Unsealed[] {
  const last = new Map<string, number>()
  for (const {policyId, number, event} of rows)
    if (event === 'published') last.set(policyId, Math.max(number, last.get(policyId) ?? 0))
  const found: Unsealed[] = []
  for (const version of versions.toSorted((a, b) => a.number - b.number)) {
    const {policyId, number, effectiveOn = '', withdrawnOn} = version
    if (number === (last.get(policyId) ?? 0) + 1) {
      last.set(policyId, number)
      found.push({version, event: 'published'})
    }
    const isNews = withdrawnOn !== undefined && findSeal(rows, version, 'withdrawn') === undefined
    if (isNews && effectiveOn > today) found.push({version, event: 'withdrawn'})
  }
  return found
}

/** Whether a version is what it was when the site first saw it. `unsealed`: it was not made by publishing. */
export type SealState = {state: 'sealed' | 'changed'; sealedAt: Date; hash: string} | {state: 'unsealed'}

/**
 * Compares a version with its seal.
 *
 * @param fits whether its text has the hash that the version names
 */
export async function sealState(
  version: VersionFacts,
  {fits}: {fits: boolean},
  {rows, isWhole}: Seals,
): Promise<SealState> {
  const seal = findSeal(rows, version, 'published')
  if (seal === undefined) return {state: 'unsealed'}
  const isRight =
    isWhole &&
    fits &&
    seal.hash === version.hash &&
    seal.factsHash === (await factsHash(version)) &&
    (version.withdrawnOn !== undefined) === (findSeal(rows, version, 'withdrawn') !== undefined)
  const {sealedAt, hash} = seal
  return {state: isRight ? 'sealed' : 'changed', sealedAt, hash}
}

/** The seals of versions that are in the Content Lake no more. */
export const missingVersions = (
  {rows}: Seals,
  versions: readonly VersionFacts[],
): Pick<PolicySeal, 'policyId' | 'number' | 'hash' | 'sealedAt'>[] =>
  rows.filter(
    ({policyId, number, event}) =>
      event === 'published' &&
      !versions.some((version) => version.policyId === policyId && version.number === number),
  )
