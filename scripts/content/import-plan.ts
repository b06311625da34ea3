import {isDeepStrictEqual} from 'node:util'
import {
  type BodyMember,
  contentDigest,
  type PolicyContent,
  policyDigest,
  type StoredPolicyContent,
} from '#lib/import/content.ts'
import {type Conflict, digestOf, importParts, mergeParts, type Preference} from '#lib/import/merge.ts'
import {commonSubsequence, storeContent, storedContent, storeParts} from '#lib/import/store.ts'
import type {PolicyVersions, StoredPolicy} from './policy-versions.ts'

/** The text of a policy as an import writes it. */
export type PolicyText = {title: string; lastUpdated?: string; body: BodyMember[]}

/**
 * What an import has to do.
 *
 * - `write`: the draft gets this text: the file's, with what an editor changed since the last import.
 * - `same`: the newest version says what the file says already.
 * - `edited`: the file is as it was at its last import, and an editor has changed the text since; the editor's
 *   text stays.
 * - `conflict`: the file and an editor changed the same parts since the last import, each in its own way.
 */
export type Plan =
  | {kind: 'write'; text: PolicyText; kept: number}
  | {kind: 'same'}
  | {kind: 'edited'}
  | {kind: 'conflict'; conflicts: Conflict[]}

/** How a person settles what both changed: for one side where they differ, or for the file's whole text. */
export type Settlement = Preference | 'replace' | undefined

/** Decides what an import does: a three-way merge against what the last import wrote. */
export function planImport(
  file: PolicyContent,
  {published, draft}: Pick<PolicyVersions, 'published' | 'draft'>,
  settlement?: Settlement,
): Plan {
  const current = draft ?? published
  if (!current) return {kind: 'write', text: textOf(file, undefined), kept: 0}
  const now = contentOf(current)
  if (policyDigest(now) === policyDigest(file)) return {kind: 'same'}
  if (settlement === 'replace') return {kind: 'write', text: textOf(file, current), kept: 0}

  const base = baseOf(current, now, file)
  const prefer = settlement
  const {parts, conflicts} = mergeParts(base.parts, current.body ?? [], file.body, prefer)
  const title = settle(base.title, now.title, file.title, prefer)
  const date = settle(base.date, now.lastUpdated ?? '', file.lastUpdated ?? '', prefer)
  const all = [...[title, date].flatMap(({conflict}) => conflict ?? []), ...conflicts]
  if (all.length > 0 && prefer === undefined) return {kind: 'conflict', conflicts: all}
  const text: PolicyText = {
    title: title.value,
    ...(date.value !== '' && {lastUpdated: date.value}),
    body: storeParts(parts, current.body ?? []),
  }
  const merged = policyDigest({...text, body: storedContent(text.body)})
  if (merged === policyDigest(now)) return {kind: 'edited'}
  const inFile = new Set(file.body.map(contentDigest))
  const kept = storedContent(text.body).filter((content) => !inFile.has(contentDigest(content))).length
  return {kind: 'write', text, kept}
}

const textOf = (file: PolicyContent, current: StoredPolicy | undefined): PolicyText => ({
  ...file,
  body: storeContent(file.body, current?.body ?? undefined),
})

type Base = {title: string; date: string; parts: string[]}

/**
 * What the last import left. A text that no import wrote, or one before imports kept their parts, has as its base what it
 * has in common with the file: then whatever else it says is an editor's, and is not lost.
 */
function baseOf(current: StoredPolicy, now: StoredPolicyContent, file: PolicyContent): Base {
  const [title, date, ...parts] = current.importParts ?? []
  if (title !== undefined && date !== undefined) return {title, date, parts}
  const ours = now.body.map(contentDigest)
  const isUntouched = current.importDigest === policyDigest(now)
  const common = commonSubsequence(ours, file.body.map(contentDigest)).map(({old}) => ours[old] ?? '')
  return {
    title: isUntouched ? digestOf(now.title) : '',
    date: isUntouched ? digestOf(now.lastUpdated ?? '') : '',
    parts: isUntouched ? ours : common,
  }
}

/** The title or the date, of which one side or the other may have changed it since the digest of the base was taken. */
function settle(base: string, ours: string, theirs: string, prefer: Preference | undefined) {
  if (ours === theirs || theirs === '' || digestOf(theirs) === base) return {value: ours}
  if (ours === '' || digestOf(ours) === base) return {value: theirs}
  const conflict: Conflict = {ours: [{label: ours}], theirs: [{label: theirs}]}
  return {value: prefer === 'theirs' ? theirs : ours, conflict}
}

/** What a stored policy says, as an import would give it. */
function contentOf({title, lastUpdated, body}: StoredPolicy): StoredPolicyContent {
  return {title: title ?? '', ...(lastUpdated && {lastUpdated}), body: storedContent(body ?? [])}
}

/** Whether a draft holds words of an editor that stand neither in the last import nor on the site. */
export function hasUnpublishedWords({
  published,
  draft,
}: Pick<PolicyVersions, 'published' | 'draft'>): boolean {
  if (!draft) return false
  const digest = policyDigest(contentOf(draft))
  const isImported =
    isDeepStrictEqual(draft.importParts, importParts(asFile(draft))) || digest === draft.importDigest
  return !isImported && (published === undefined || digest !== policyDigest(contentOf(published)))
}

/** A stored policy as a file that says the same; of parts that no file can have, the digests differ. */
const asFile = (policy: StoredPolicy): PolicyContent => {
  const {body, ...rest} = contentOf(policy)
  return {
    ...rest,
    body: body.map((content) => ('part' in content ? {label: content.words.join(' ')} : content)),
  }
}

type Field = keyof StoredPolicy

/** What the document is, and what an import writes. */
const IMPORTED: ReadonlySet<string> = new Set<Field>([
  '_id',
  '_type',
  '_rev',
  '_createdAt',
  '_updatedAt',
  'title',
  'lastUpdated',
  'body',
  'importDigest',
  'importParts',
])

/** The fields as the Studio names them. The address comes first: a change of it has the widest consequences. */
const NAMES: ReadonlyMap<string, string> = new Map<Field, string>([
  ['slug', 'address'],
  ['summary', 'summary'],
  ['contactEmail', 'contact e-mail'],
  ['editorNote', 'note to editors'],
])

/**
 * The fields beside an imported text in which a draft differs from what is published, in words of the Studio:
 * publishing the draft would put an editor's unfinished work on the site. Of a policy that was never published, these
 * are all that an editor has filled in.
 *
 * @param slug the address that the import was asked for, which the import itself gives to a new policy
 */
export function pendingFields(
  {published, draft}: Pick<PolicyVersions, 'published' | 'draft'>,
  slug: string,
): string[] {
  if (!draft) return []
  const before: Record<string, unknown> = published ?? {slug: {_type: 'slug', current: slug}}
  const after: Record<string, unknown> = draft
  const names = new Set([...NAMES.keys(), ...Object.keys(before), ...Object.keys(after)])
  return [...names]
    .filter((name) => !IMPORTED.has(name) && !isDeepStrictEqual(before[name], after[name]))
    .map((name) => NAMES.get(name) ?? name)
}
