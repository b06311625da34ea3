import {pairWithPrevious} from '#lib/import/align.ts'
import type {BodyMember, Content} from '#lib/import/content.ts'
import {contentDigest, isContentKey} from '#lib/import/digest.ts'
import {storedContent} from '#lib/import/stored-content.ts'

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
