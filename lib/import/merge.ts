import {createHash} from 'node:crypto'
import {
  type BodyMember,
  type Content,
  contentDigest,
  type PolicyContent,
  type StoredContent,
} from './content.ts'
import {commonSubsequence, type PartToStore, storedContent} from './store.ts'

/** Whose words stand where both changed the same part: those in the Studio (`ours`) or those of the file (`theirs`). */
export type Preference = 'ours' | 'theirs'

/** What both sides changed, each in its own way; nothing on the side that took it away. */
export type Conflict = {ours: StoredContent[]; theirs: StoredContent[]}

/** A merged text, and what both sides changed. */
export type Merged = {parts: PartToStore[]; conflicts: Conflict[]}

/** Digests of what a file says, by which the next import tells who changed what: of the title, of the date and of each part. */
export const importParts = ({title, lastUpdated, body}: PolicyContent): string[] => [
  digestOf(title),
  digestOf(lastUpdated ?? ''),
  ...body.map(contentDigest),
]

/** A short name for a value of one line, as `importParts` has it. */
export const digestOf = (value: string): string =>
  createHash('sha256').update(value).digest('hex').slice(0, 12)

/** What one side has of a text: for each part of the base what became of it, and what was put in before it. */
type Edits<Part> = {
  /** The part that stands in the place of each of the base; `undefined` where it was taken away. */
  kept: ({part: Part; same: boolean} | undefined)[]
  /** What was put in before each part of the base, and after the last. */
  added: Part[][]
}

/**
 * Brings together what an editor and a file made of the same text, part by part (paragraphs, headings, items, tables). What only
 * one side changed is taken; what both changed in the same way is taken once; what both changed otherwise is a conflict, and so
 * is a part that both put into the same place, or moved to different ones. No words of either side are lost without a conflict.
 *
 * @param base digests of the parts as the last import left them
 * @param ours the text as it is stored
 * @param theirs the text of the file
 * @param prefer whose parts stand where there is a conflict; then the conflicts are told all the same
 */
export function mergeParts(
  base: readonly string[],
  ours: readonly BodyMember[],
  theirs: readonly Content[],
  prefer?: Preference,
): Merged {
  const stored = storedContent([...ours])
  const says = new Map(ours.map((member, index) => [member, stored[index] ?? nothing]))
  const ourEdits = editsOf(base, [...ours], (member) => contentDigest(says.get(member) ?? nothing))
  const theirEdits = editsOf(base, [...theirs], contentDigest)
  const movedTwice = new Set(
    movedToTwoPlaces(ourEdits, theirEdits, (member) => contentDigest(says.get(member) ?? nothing)),
  )
  const parts: PartToStore[] = []
  const conflicts: Conflict[] = []
  const ourContent = (members: readonly BodyMember[]) => members.map((member) => says.get(member) ?? nothing)

  const settle = (mine: readonly BodyMember[], other: readonly Content[]) => {
    const equal =
      mine.length === other.length &&
      ourContent(mine).every(
        (content, index) => contentDigest(content) === contentDigest(other[index] ?? nothing),
      )
    if (equal || other.length === 0) parts.push(...mine.map((member) => ({member})))
    else if (mine.length === 0) parts.push(...other.map((content) => ({content, continues: undefined})))
    else conflict(mine, other)
  }
  const conflict = (mine: readonly BodyMember[], other: readonly Content[]) => {
    conflicts.push({ours: ourContent(mine), theirs: [...other]})
    if (prefer === 'theirs') parts.push(...other.map((content, index) => ({content, continues: mine[index]})))
    else parts.push(...mine.map((member) => ({member})))
  }

  for (let index = 0; index <= base.length; index += 1) {
    const [mine, other] = [ourEdits.added[index] ?? [], theirEdits.added[index] ?? []]
    const twice = other.filter((content) => movedTwice.has(contentDigest(content)))
    if (twice.length > 0) conflicts.push({ours: [], theirs: twice})
    settle(
      mine,
      prefer === undefined
        ? other
        : other.filter((content) => prefer === 'theirs' || !twice.includes(content)),
    )
    if (index === base.length) break
    const [ourPart, theirPart] = [ourEdits.kept[index], theirEdits.kept[index]]
    if (ourPart?.same) {
      if (theirPart?.same) parts.push({member: ourPart.part})
      else if (theirPart) parts.push({content: theirPart.part, continues: ourPart.part})
    } else if (theirPart?.same) {
      if (ourPart) parts.push({member: ourPart.part})
    } else if (ourPart || theirPart) {
      const [mineNow, theirsNow] = [ourPart ? [ourPart.part] : [], theirPart ? [theirPart.part] : []]
      const isEqual =
        ourPart &&
        theirPart &&
        contentDigest(says.get(ourPart.part) ?? nothing) === contentDigest(theirPart.part)
      if (isEqual) parts.push({member: ourPart.part})
      else conflict(mineNow, theirsNow)
    }
  }
  const digestOfPart = (part: PartToStore) =>
    contentDigest('member' in part ? (says.get(part.member) ?? nothing) : part.content)
  const most = (digest: string) =>
    Math.max(
      stored.filter((content) => contentDigest(content) === digest).length,
      theirs.filter((content) => contentDigest(content) === digest).length,
    )
  return {parts: withoutCopies(parts, digestOfPart, most), conflicts}
}

/** Parts without those that a move on both sides would show oftener than either side has them. */
function withoutCopies(
  parts: readonly PartToStore[],
  digest: (part: PartToStore) => string,
  most: (digest: string) => number,
): PartToStore[] {
  const counts = new Map<string, number>()
  return parts.filter((part) => {
    const name = digest(part)
    const count = (counts.get(name) ?? 0) + 1
    counts.set(name, count)
    return count === 1 || count <= most(name)
  })
}

const nothing: StoredContent = {part: '', words: []}

/** What became of each part of a base: parts that say the same are matched in order, and those between two matches one by one. */
function editsOf<Part>(
  base: readonly string[],
  parts: readonly Part[],
  digest: (part: Part) => string,
): Edits<Part> {
  const digests = parts.map(digest)
  const kept: Edits<Part>['kept'] = base.map(() => undefined)
  const added: Part[][] = Array.from({length: base.length + 1}, () => [])
  let from = {old: 0, new: 0}
  for (const match of [...commonSubsequence(base, digests), {old: base.length, new: parts.length}]) {
    let [old, next] = [from.old, from.new]
    for (; old < match.old && next < match.new; old += 1, next += 1) {
      const part = parts[next]
      if (part !== undefined) kept[old] = {part, same: false}
    }
    // What is left over was put in before the next part that both have.
    added[match.old]?.push(...parts.slice(next, match.new))
    const part = parts[match.new]
    if (part !== undefined && match.old < base.length) kept[match.old] = {part, same: true}
    from = {old: match.old + 1, new: match.new + 1}
  }
  return {kept, added}
}

/** Digests of what both sides put in, at different places: each moved it, and taking both would show it twice. */
function movedToTwoPlaces(
  ours: Edits<BodyMember>,
  theirs: Edits<Content>,
  digest: (member: BodyMember) => string,
): string[] {
  const places = new Map<string, number>()
  for (const [index, members] of ours.added.entries())
    for (const member of members) places.set(digest(member), index)
  return theirs.added.flatMap((contents, index) =>
    contents.map(contentDigest).filter((name) => places.has(name) && places.get(name) !== index),
  )
}
