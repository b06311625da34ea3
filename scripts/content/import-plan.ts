import {isDeepStrictEqual} from 'node:util'
import {
  type BodyMember,
  type Content,
  contentDigest,
  isContentKey,
  type PolicyContent,
  policyDigest,
  type StoredPolicyContent,
} from '#lib/import/content.ts'
import {pairWithPrevious, storedContent} from '#lib/import/store.ts'
import type {PolicyVersions, StoredPolicy} from './policy-versions.ts'

/**
 * What an import has to do.
 *
 * - `write`: the draft gets the file's text.
 * - `same`: the newest version says what the file says already.
 * - `edited`: the file is as it was at its last import, and an editor has changed the text since; the editor's
 *   text stays.
 * - `parts`: the file has changed, and the text holds tables or the like that an editor added and the file has not.
 * - `blocked`: the file has changed, and a draft holds words of an editor that are published nowhere.
 */
export type Plan = 'write' | 'same' | 'edited' | 'blocked' | 'parts'

/** Decides what an import does. With `replace`, an editor's words give way to the file's. */
export function planImport(
  file: PolicyContent,
  {published, draft}: Pick<PolicyVersions, 'published' | 'draft'>,
  {replace}: {replace: boolean},
): Plan {
  const current = draft ?? published
  if (!current) return 'write'
  const fileDigest = policyDigest(file)
  const currentDigest = policyDigest(contentOf(current))
  if (currentDigest === fileDigest) return 'same'
  if (replace) return 'write'
  if (current.importDigest === fileDigest) return 'edited'
  if (draft && !isWrittenElsewhere(currentDigest, draft, published)) return 'blocked'
  return editorsParts(current.body ?? [], file.body).length > 0 ? 'parts' : 'write'
}

/** Whether the words of a draft are kept by a file or by the published document, so that none is lost with it. */
function isWrittenElsewhere(
  digest: string,
  draft: StoredPolicy,
  published: StoredPolicy | undefined,
): boolean {
  return (
    digest === draft.importDigest ||
    (published !== undefined && digest === policyDigest(contentOf(published)))
  )
}

/** What a stored policy says, as an import would give it. */
function contentOf({title, lastUpdated, body}: StoredPolicy): StoredPolicyContent {
  return {title: title ?? '', lastUpdated: lastUpdated ?? '', body: storedContent(body ?? [])}
}

/**
 * The parts of a stored text, beside its words, that an editor added or changed in the Studio and that the file does
 * not have: writing the file's text would take them away. A table that an import brought and the file has no more is
 * none of them.
 */
export function editorsParts(stored: readonly BodyMember[], file: readonly Content[]): BodyMember[] {
  const kept = new Set([...pairWithPrevious(file, [...stored]).values()].map(({member}) => member._key))
  return stored.filter((member) => isPart(member) && !kept.has(member._key) && !isImported(member))
}

const isPart = ({_type}: BodyMember): boolean => _type !== 'block' && _type !== 'lastUpdatedMarker'

function isImported(member: BodyMember): boolean {
  const [content] = storedContent([member])
  return content !== undefined && 'rows' in content && isContentKey(member._key, contentDigest(content))
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
