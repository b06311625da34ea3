import {asc, sql} from 'drizzle-orm'
import type {Database, Executor} from '#lib/db/database.ts'
import {type PolicySeal, policySeals, type SealEvent} from '#lib/db/schema.ts'
import {jsonHash} from '#lib/format/legal-text.ts'
import {factsHash, type VersionFacts} from '#lib/format/policy-version.ts'

// Whoever may write to the Content Lake can change any document there, a version of a policy too. So the site writes the hash
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
