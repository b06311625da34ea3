import {createHash} from 'node:crypto'
import type {Run, StoredContent, StoredPolicyContent} from './content.ts'

/** A short name for what one member of a body says: equal content has an equal name, on every machine. */
export const contentDigest = (content: StoredContent): string => sha256(canonical(content)).slice(0, 12)

/** A name for what a whole policy says, 64 hexadecimal digits. It does not depend on keys. */
export const policyDigest = ({title, lastUpdated, body}: StoredPolicyContent): string =>
  sha256([title, lastUpdated, body.map(canonical)])

const sha256 = (value: unknown): string => createHash('sha256').update(JSON.stringify(value)).digest('hex')

/** Arrays in a fixed order, so that the order in which properties were written does not count. */
const canonical = (content: StoredContent): unknown[] => {
  if ('part' in content) return [content.part, content.words]
  if ('label' in content) return [content.label]
  return [content.style, content.listItem ?? '', content.level ?? 0, content.runs.map(canonicalRun)]
}

const canonicalRun = ({text, decorators, href}: Run): unknown[] => [text, decorators, href ?? '']
