import type {PolicyBody} from '#sanity/types.gen.ts'
import type {BodyMember, Content, StoredContent} from './content.ts'
import {contentDigest} from './digest.ts'
import {storedContent} from './stored-content.ts'

/** The member of a previous body that a new content continues, and whether it says the same. */
export type Pair = {member: BodyMember; same: boolean}

/**
 * Finds for each new content, by its place, the member of the previous body that it continues.
 *
 * Members that say the same are matched in order (longest common subsequence). Between two matches, what is left
 * on both sides is paired in order where it is of the same kind: those are the ones whose words changed.
 */
export function pairWithPrevious(contents: readonly Content[], previous: PolicyBody): Map<number, Pair> {
  const before = storedContent(previous)
  const pairs = new Map<number, Pair>()
  let from = {old: 0, new: 0}
  for (const match of [...commonSubsequence(before, contents), {old: before.length, new: contents.length}]) {
    for (let offset = 0; from.old + offset < match.old && from.new + offset < match.new; offset += 1) {
      const member = previous[from.old + offset]
      const [left, right] = [before[from.old + offset], contents[from.new + offset]]
      if (member && left && right && kindOf(left) === kindOf(right))
        pairs.set(from.new + offset, {member, same: false})
    }
    const member = previous[match.old]
    if (member) pairs.set(match.new, {member, same: true})
    from = {old: match.old + 1, new: match.new + 1}
  }
  return pairs
}

function kindOf(content: StoredContent): string {
  if ('part' in content) return content.part
  if ('rows' in content) return 'table'
  return 'label' in content ? 'marker' : `${content.style} ${content.listItem ?? ''} ${content.level ?? ''}`
}

type Match = {old: number; new: number}

/** The usual table of lengths, filled from the end so that reading it from the start gives the matches in order. */
function commonSubsequence(before: readonly StoredContent[], after: readonly StoredContent[]): Match[] {
  const [left, right] = [before.map(contentDigest), after.map(contentDigest)]
  const lengths = Array.from({length: left.length + 1}, () => new Uint32Array(right.length + 1))
  const length = (old: number, next: number) => lengths[old]?.[next] ?? 0
  for (let old = left.length - 1; old >= 0; old -= 1) {
    for (let next = right.length - 1; next >= 0; next -= 1) {
      const best =
        left[old] === right[next]
          ? length(old + 1, next + 1) + 1
          : Math.max(length(old + 1, next), length(old, next + 1))
      lengths[old]?.fill(best, next, next + 1)
    }
  }
  const matches: Match[] = []
  for (let old = 0, next = 0; old < left.length && next < right.length; ) {
    if (left[old] === right[next]) matches.push({old: old++, new: next++})
    else if (length(old + 1, next) >= length(old, next + 1)) old += 1
    else next += 1
  }
  return matches
}
