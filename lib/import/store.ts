import {policyText} from '#lib/format/policy-text.ts'
import type {PolicyBody} from '#sanity/types.gen.ts'
import {
  type BodyMember,
  type Content,
  contentDigest,
  contentKey,
  type Decorator,
  mergeRuns,
  type Run,
  type StoredContent,
  type TextBlock,
  type TextContent,
} from './content.ts'

/**
 * Writes content as portable text.
 *
 * A member's key comes from what it says and from how many members before it say the same, so the same content
 * has the same keys every time. Where a previous body is given, members that say the same are taken over as they
 * are and members that changed keep their keys: a comparison then shows changed words, not a replaced text.
 */
export function storeContent(contents: readonly Content[], previous: PolicyBody = []): PolicyBody {
  const taken = new Set(previous.map(({_key}) => _key))
  const pairs = pairWithPrevious(contents, previous)
  return contents.map((content, index) => {
    const pair = pairs.get(index)
    if (pair?.same) return pair.member
    const key = (!('rows' in content) && pair?.member._key) || freshKey(contentDigest(content), taken)
    taken.add(key)
    return storeMember(key, content)
  })
}

function freshKey(digest: string, taken: ReadonlySet<string>): string {
  let copy = 1
  while (taken.has(contentKey(digest, copy))) copy += 1
  return contentKey(digest, copy)
}

function storeMember(key: string, content: Content): BodyMember {
  if ('label' in content) return {_type: 'lastUpdatedMarker', _key: key, label: content.label}
  if ('rows' in content) return {_type: 'table', _key: key, rows: storeRows(key, content.rows)}
  const {style, listItem, level, runs} = content
  return {_type: 'block', _key: key, style, ...(listItem && {listItem, level}), ...storeRuns(key, runs)}
}

function storeRows(key: string, rows: readonly string[][]) {
  return rows.map((cells, index) => ({_type: 'tableRow' as const, _key: `${key}r${index}`, cells}))
}

function storeRuns(key: string, runs: TextContent['runs']) {
  const hrefs = [...new Set(runs.flatMap(({href}) => (href === undefined ? [] : [href])))]
  const linkKey = (href: string) => `${key}l${hrefs.indexOf(href)}`
  const marks = ({decorators, href}: Run) => [...decorators, ...(href === undefined ? [] : [linkKey(href)])]
  return {
    markDefs: hrefs.map((href) => ({_type: 'link' as const, _key: linkKey(href), href})),
    children: runs.map((run, index) => ({
      _type: 'span' as const,
      _key: `${key}s${index}`,
      text: run.text,
      marks: marks(run),
    })),
  }
}

const DECORATORS: ReadonlySet<string> = new Set<Decorator>(['strong', 'em', 'code'])
const isDecorator = (mark: string): mark is Decorator => DECORATORS.has(mark)

/**
 * What a stored body says, without the keys and the cuts between spans that editing leaves behind: two bodies
 * read the same to a visitor exactly when this is equal.
 */
export function storedContent(body: PolicyBody): StoredContent[] {
  return body.map((member): StoredContent => {
    if (member._type === 'lastUpdatedMarker') return {label: member.label ?? ''}
    if (member._type === 'table' && !member.caption)
      return {rows: (member.rows ?? []).map(({cells}) => cells ?? [])}
    if (member._type !== 'block') return {part: member._type, words: policyText({body: [member]})}
    const {style = 'normal', listItem, level} = member
    return {style, ...(listItem && {listItem, level: level ?? 1}), runs: storedRuns(member)}
  })
}

function storedRuns({children = [], markDefs}: TextBlock): Run[] {
  const hrefs = new Map((markDefs ?? []).map(({_key, href}) => [_key, href ?? '']))
  return mergeRuns(
    children.map(({text = '', marks = []}) => {
      const link = marks.find((mark) => hrefs.has(mark))
      const href = link === undefined ? undefined : hrefs.get(link)
      return {text, decorators: marks.filter(isDecorator).sort(), ...(href !== undefined && {href})}
    }),
  )
}

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
