import {createHash} from 'node:crypto'
import type {Run, StoredContent, StoredPolicyContent} from './content.ts'

/** A short name for what one member of a body says: equal content has an equal name, on every machine. */
export const contentDigest = (content: StoredContent): string => sha256(canonical(content)).slice(0, 12)

/**
 * The key of a member by the digest of what it says; `copy` counts from 1 the members that say the same. Imported
 * tables always have such a key, so that an import knows them from those that an editor made or changed.
 */
export const contentKey = (digest: string, copy: number): string =>
  copy === 1 ? digest : `${digest}x${copy}`

/** Whether a key is the one of any copy of what has a digest. */
export const isContentKey = (key: string, digest: string): boolean =>
  key === digest || (key.startsWith(`${digest}x`) && /^\d+$/.test(key.slice(digest.length + 1)))

/** A name for what a whole policy says, 64 hexadecimal digits. It does not depend on keys. */
export const policyDigest = ({title, lastUpdated, body}: StoredPolicyContent): string =>
  sha256([title, lastUpdated, body.map(canonical)])

const sha256 = (value: unknown): string => createHash('sha256').update(JSON.stringify(value)).digest('hex')

/** Arrays in a fixed order, so that the order in which properties were written does not count. */
const canonical = (content: StoredContent): unknown[] => {
  if ('part' in content) return [content.part, content.words]
  if ('rows' in content) return ['rows', content.rows]
  if ('label' in content) return [content.label]
  return [content.style, content.listItem ?? '', content.level ?? 0, content.runs.map(canonicalRun)]
}

const canonicalRun = ({text, decorators, href}: Run): unknown[] => [text, decorators, href ?? '']
