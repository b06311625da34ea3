import {isDeepStrictEqual} from 'node:util'
import type {PolicyVersions, StoredPolicy} from './versions.ts'

type Field = keyof StoredPolicy

/** What the document is, and what an import writes. */
const OWN: ReadonlySet<string> = new Set<Field>([
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
    .filter((name) => !OWN.has(name) && !isDeepStrictEqual(before[name], after[name]))
    .map((name) => NAMES.get(name) ?? name)
}
