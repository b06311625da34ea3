import {z} from 'zod'
import {jsonHash, type LegalText, legalText, policyFields, textHash} from './legal-text.ts'

// Versions of a policy's text: what one is, which one is in force, and how one is made together with its page. The Studio, the
// commands and the site all use this file, so that a text gets the same number and hash from each of them.

/** Whether a change altered what the text means, or only its spelling or layout. `first`: there was no text before. */
export const CHANGE_KINDS = ['first', 'meaning', 'spelling'] as const
export type ChangeKind = (typeof CHANGE_KINDS)[number]

const day = z.iso.date()
const dayOrNone = day.nullish().transform((value) => value ?? undefined)

/** What is known of a version besides its text, as a query gives it. */
export const versionFacts = z.object({
  /** Of the policy. A plain id and no reference, so that versions outlive their policy and hold nothing back. */
  policyId: z.string(),
  /** From 1, without gaps. */
  number: z.int().positive(),
  /** SHA-256 of the text's canonical JSON, 64 hexadecimal digits. */
  hash: z.string(),
  title: z.string(),
  /** Where the policy stood when the version was made, without the slash: `privacy`. */
  slug: z.string(),
  /** ISO date that the page shows as "Last updated". */
  date: day,
  /** ISO date of the first day on which the text is in force, when that was still to come at its publish. */
  effectiveOn: dayOrNone,
  /** ISO date and time of the publish. */
  publishedAt: z.iso.datetime(),
  /** What changed, in an editor's words. */
  summary: z.string(),
  kind: z.enum(CHANGE_KINDS),
  /** ISO date on which a version was withdrawn before it took effect. */
  withdrawnOn: dayOrNone,
})

export type VersionFacts = z.infer<typeof versionFacts>

/** The versions of a list that can be read. One that was made by hand and has no number, say, is none. */
export const readVersions = (found: readonly unknown[]): VersionFacts[] =>
  found.flatMap((version) => versionFacts.safeParse(version).data ?? [])

/** The document of a version in the Content Lake. */
export type VersionDocument = Omit<VersionFacts, 'slug' | 'effectiveOn' | 'withdrawnOn'> & {
  _id: string
  _type: 'policyVersion'
  slug: {_type: 'slug'; current: string}
  effectiveOn?: string
} & LegalText

/** The id of a version's document. Two processes that make the same number collide, and one of them is refused. */
export const versionId = (policyId: string, number: number): string => `${policyId}-version-${number}`

/** How an order names a version that was agreed to: `<policy id>@<number>:<hash>`. */
export const versionReference = ({policyId, number, hash}: VersionFacts): string =>
  `${policyId}@${number}:${hash}`

/**
 * Reads what an order names. Orders from before there were versions name a revision, `<policy id>@<revision>`, to which the
 * Content Lake's history leads (https://www.sanity.io/docs/content-lake/history-api): nothing for those.
 */
export function readVersionReference(
  reference: string,
): {policyId: string; number: number; hash: string} | undefined {
  const [, policyId, number, hash] = /^(.+)@([1-9]\d{0,5}):([0-9a-f]{64})$/.exec(reference) ?? []
  return policyId === undefined || hash === undefined ? undefined : {policyId, number: Number(number), hash}
}

/** A version takes effect on a day to come, so it may be withdrawn, only until that day. */
const isWithdrawn = ({withdrawnOn, effectiveOn}: VersionFacts): boolean =>
  withdrawnOn !== undefined && effectiveOn !== undefined && withdrawnOn < effectiveOn

const newestFirst = <Facts extends VersionFacts>(versions: readonly Facts[]): Facts[] =>
  versions.toSorted((a, b) => b.number - a.number)

/** The version that was published last and not withdrawn: its text is what the policy's document holds. */
export const newestVersion = <Facts extends VersionFacts>(versions: readonly Facts[]): Facts | undefined =>
  newestFirst(versions).find((version) => !isWithdrawn(version))

/**
 * The version in force on a day: the one with the highest number among those whose day has come.
 *
 * @param today ISO date where the business is
 */
export const versionInForce = <Facts extends VersionFacts>(
  versions: readonly Facts[],
  today: string,
): Facts | undefined =>
  newestFirst(versions).find(
    (version) => !isWithdrawn(version) && (version.number === 1 || (version.effectiveOn ?? '') <= today),
  )

/** The versions that will take effect, in the order of their days. One that a later one overtakes is none of them. */
export function upcomingVersions<Facts extends VersionFacts>(
  versions: readonly Facts[],
  today: string,
): Facts[] {
  const upcoming: Facts[] = []
  for (const version of newestFirst(versions)) {
    if (isWithdrawn(version)) continue
    const day = version.effectiveOn ?? ''
    if (day <= today || version.number === 1) break
    if (!upcoming.some(({effectiveOn = ''}) => effectiveOn <= day)) upcoming.push(version)
  }
  return upcoming.toSorted((a, b) => ((a.effectiveOn ?? '') < (b.effectiveOn ?? '') ? -1 : 1))
}

/** Where a version stands. `overtaken`: a later one took its place before its day came. */
export type VersionState = 'in-force' | 'upcoming' | 'past' | 'withdrawn' | 'overtaken'

export function versionState(
  version: VersionFacts,
  versions: readonly VersionFacts[],
  today: string,
): VersionState {
  if (isWithdrawn(version)) return 'withdrawn'
  if (versionInForce(versions, today)?.number === version.number) return 'in-force'
  if (upcomingVersions(versions, today).some(({number}) => number === version.number)) return 'upcoming'
  const day = version.effectiveOn ?? ''
  const wasOvertaken = versions.some(
    (other) =>
      !isWithdrawn(other) &&
      other.number > version.number &&
      version.effectiveOn !== undefined &&
      (other.effectiveOn === undefined ? other.publishedAt < day : other.effectiveOn <= day),
  )
  return wasOvertaken ? 'overtaken' : 'past'
}

/** SHA-256 of all that is known of a version but its withdrawal: what the site seals beside the text's own hash. */
export const factsHash = ({
  policyId,
  number,
  hash,
  title,
  slug,
  date,
  effectiveOn,
  publishedAt,
  summary,
  kind,
}: VersionFacts): Promise<string> =>
  jsonHash({
    policyId,
    number,
    hash,
    title,
    slug,
    date,
    ...(effectiveOn !== undefined && {effectiveOn}),
    publishedAt,
    summary,
    kind,
  })

// Making a version

/** A policy's document as the Content Lake has it, draft or published. */
export type StoredPolicyDocument = {
  _id: string
  _type: string
  _rev: string
  _createdAt?: string
  [field: string]: unknown
}

export type NewVersion = {
  /** Id of the published policy. */
  policyId: string
  /** The policy as it is to be published. */
  policy: Readonly<Record<string, unknown>>
  /** All versions of this policy so far. */
  versions: readonly VersionFacts[]
  summary: string
  kind: Exclude<ChangeKind, 'first'>
  /** ISO date for "Last updated". */
  date: string
  /** ISO date of a day to come; left out, the version is in force at once. */
  effectiveOn?: string | undefined
  /** ISO date and time. */
  publishedAt: string
}

/** Whether a policy's text is what its newest version says, so that publishing it makes none. */
export async function isNewText(
  policy: Readonly<Record<string, unknown>>,
  versions: readonly VersionFacts[],
): Promise<boolean> {
  return newestVersion(versions)?.hash !== (await textHash(legalText(policy)))
}

/** The document of a policy's next version; nothing when its text is what the newest version says already. */
export async function nextVersion(request: NewVersion): Promise<VersionDocument | undefined> {
  const {policyId, policy, versions, summary, kind, date, effectiveOn, publishedAt} = request
  if (!(await isNewText(policy, versions))) return undefined
  const number = Math.max(0, ...versions.map((version) => version.number)) + 1
  const text = legalText(policy)
  return {
    _id: versionId(policyId, number),
    _type: 'policyVersion',
    policyId,
    number,
    hash: await textHash(text),
    slug: {_type: 'slug', current: slugOf(policy)},
    date,
    // The first text has none before it that could be in force meanwhile.
    ...(effectiveOn !== undefined && number > 1 && {effectiveOn}),
    publishedAt,
    summary: number === 1 ? FIRST_SUMMARY : summary,
    kind: number === 1 ? 'first' : kind,
    ...text,
  }
}

const FIRST_SUMMARY = 'The first version of this text.'

function slugOf({slug}: Readonly<Record<string, unknown>>): string {
  const current = typeof slug === 'object' && slug !== null && 'current' in slug ? slug.current : ''
  return typeof current === 'string' ? current : ''
}

/** One change of a transaction of the Content Lake (https://www.sanity.io/docs/http-reference/mutation). */
export type Mutation =
  | {create: {_type: string; [field: string]: unknown}}
  | {createIfNotExists: {_id: string; _type: string; [field: string]: unknown}}
  | {createOrReplace: {_id: string; _type: string; [field: string]: unknown}}
  | {delete: {id: string}}
  | {patch: {id: string; ifRevisionID?: string; set?: Record<string, unknown>; unset?: string[]}}

/** Refuses the transaction when a document is not what it was when it was read. Changes nothing. */
const atRevision = ({_id, _rev}: StoredPolicyDocument): Mutation => ({
  patch: {id: _id, ifRevisionID: _rev, unset: ['checkedHere']},
})

/**
 * Everything that publishing a draft with a new text takes, for one transaction: the version and the page change together
 * or not at all.
 */
export function publishMutations(
  draft: StoredPolicyDocument,
  published: StoredPolicyDocument | undefined,
  version: VersionDocument,
): Mutation[] {
  const {_id, _rev, _createdAt, _updatedAt, ...fields} = draft
  return [
    atRevision(draft),
    ...(published ? [atRevision(published)] : []),
    {
      createOrReplace: {
        ...strengthened(fields),
        ...(published?._createdAt !== undefined && {_createdAt: published._createdAt}),
        _id: version.policyId,
        _type: draft._type,
        lastUpdated: version.date,
      },
    },
    {delete: {id: _id}},
    {create: version},
  ]
}

/** The same for a text that was published by another way and has no version yet: its page keeps its text and gets its date. */
export const adoptMutations = (published: StoredPolicyDocument, version: VersionDocument): Mutation[] => [
  {patch: {id: published._id, ifRevisionID: published._rev, set: {lastUpdated: version.date}}},
  {create: version},
]

/**
 * Takes back a version whose day has not come: the policy holds the text before it again, and the text that was withdrawn
 * is kept as a draft unless an editor has begun another.
 *
 * @param before the version that is the newest without the withdrawn one, with its text; nothing when a later version stands
 *   in the policy already
 * @param today ISO date where the business is
 */
export function withdrawMutations(
  published: StoredPolicyDocument,
  withdrawn: VersionFacts,
  before: (VersionFacts & LegalText) | undefined,
  today: string,
): Mutation[] {
  const withdrawal = {
    patch: {id: versionId(withdrawn.policyId, withdrawn.number), set: {withdrawnOn: today}},
  }
  if (!before) return [atRevision(published), withdrawal]
  const {_id, _rev, _createdAt, _updatedAt, ...fields} = published
  const {body, title, contactEmail} = policyFields(before)
  return [
    {createIfNotExists: {...fields, _id: `drafts.${_id}`, _type: published._type}},
    {
      patch: {
        id: _id,
        ifRevisionID: _rev,
        set: {title, body, lastUpdated: before.date, ...(contactEmail !== undefined && {contactEmail})},
        ...(contactEmail === undefined && {unset: ['contactEmail']}),
      },
    },
    withdrawal,
  ]
}

/** References that a draft holds weakly until it is published (https://www.sanity.io/docs/studio/reference-type). */
function strengthened<Value>(value: Value): Value
function strengthened(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((part) => strengthened(part))
  if (typeof value !== 'object' || value === null) return value
  const {_strengthenOnPublish: strengthen, ...fields} = {_strengthenOnPublish: undefined, ...value}
  const isWeak = typeof strengthen === 'object' && strengthen !== null && 'weak' in strengthen
  const kept = Object.entries(fields).filter(
    ([name]) => strengthen === undefined || isWeak || name !== '_weak',
  )
  return Object.fromEntries(kept.map(([name, part]) => [name, strengthened(part)]))
}
