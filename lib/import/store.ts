import {z} from 'zod'
import {writtenDate} from '#lib/format/dates.ts'
import {readPart, type TextBlock, type TextMember} from '#lib/format/portable-text.ts'
import type {PolicyBody} from '#sanity/types.gen.ts'
import {
  type BodyMember,
  type Content,
  contentDigest,
  contentKey,
  DECORATORS,
  type Decorator,
  mergeRuns,
  type Run,
  type StoredContent,
  type TableContent,
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
  const pairs = pairWithPrevious(contents, previous)
  return storeParts(
    contents.map((content, index) => {
      const pair = pairs.get(index)
      return pair?.same ? {member: pair.member} : {content, continues: pair?.member}
    }),
    previous,
  )
}

/** A part that is stored already, or one to be stored; it may continue a stored one, whose key it gets. */
export type PartToStore = {member: BodyMember} | {content: Content; continues: BodyMember | undefined}

/** Writes parts as portable text, with keys that no other member has or had. */
export function storeParts(parts: readonly PartToStore[], previous: PolicyBody): PolicyBody {
  const taken = new Set(previous.map(({_key}) => _key))
  const copies = new Map<string, number>()
  return parts.map((part) => {
    if ('member' in part) return part.member
    const key = part.continues?._key ?? freshKey(contentDigest(part.content), taken, copies)
    taken.add(key)
    return storeMember(key, part.content)
  })
}

/** @param copies how many members with a digest have keys already, so that each is looked for once */
function freshKey(digest: string, taken: ReadonlySet<string>, copies: Map<string, number>): string {
  let copy = (copies.get(digest) ?? 0) + 1
  while (taken.has(contentKey(digest, copy))) copy += 1
  copies.set(digest, copy)
  return contentKey(digest, copy)
}

function storeMember(key: string, content: Content): BodyMember {
  if ('runs' in content) return storeText(key, content)
  if ('label' in content && !('callout' in content))
    return {_type: 'lastUpdatedMarker', _key: key, label: content.label, ...given('format', content.format)}
  const inside = given('level', 'level' in content ? content.level : undefined)
  if ('rows' in content)
    return {
      _type: 'table',
      _key: key,
      ...given('caption', content.caption),
      headerRows: content.headerRows ?? 1,
      rows: storeRows(key, content.rows),
      ...inside,
    }
  if ('code' in content)
    return {_type: 'code', _key: key, code: content.code, ...given('language', content.language), ...inside}
  if ('callout' in content)
    return {
      _type: 'callout',
      _key: key,
      ...given('label', content.label),
      text: content.callout.map((text, index) => storeShort(`${key}t${index}`, text)),
      ...inside,
    }
  return {
    _type: 'figure',
    _key: key,
    picture: {
      _type: 'picture',
      ...given('alt', content.alt || undefined),
      asset: {_type: 'reference', _ref: content.picture},
    },
    ...given('caption', content.caption),
    ...inside,
  }
}

/** A field, where there is a value for it. */
function given<Name extends string, Value>(name: Name, value: Value | undefined): {[name in Name]?: Value} {
  const field: {[name in Name]?: Value} = {}
  if (value !== undefined) field[name] = value
  return field
}

function storeText(key: string, {style, listItem, level, itemNumber, numbering, anchors, runs}: TextContent) {
  return {
    _type: 'block' as const,
    _key: key,
    style,
    ...(listItem && {listItem, level: level ?? 1}),
    ...storeRuns(key, runs, [
      ...(itemNumber === undefined && numbering === undefined
        ? []
        : [
            {
              _type: 'itemNumber' as const,
              _key: `${key}n`,
              ...given('number', itemNumber),
              ...given('numbering', numbering),
            },
          ]),
      ...(anchors ?? []).map((name, index) => ({_type: 'anchor' as const, _key: `${key}a${index}`, name})),
    ]),
  }
}

/** A block of a cell or a call-out, which has neither headings nor the policy's date in it. */
function storeShort(key: string, text: TextContent) {
  const {children, ...block} = storeText(key, text)
  const words = children.flatMap((child) => (child._type === 'lastUpdatedDate' ? [] : [child]))
  return {...block, style: 'normal' as const, children: words}
}

function storeRows(key: string, rows: TableContent['rows']) {
  return rows.map((cells, row) => ({
    _type: 'tableRow' as const,
    _key: `${key}r${row}`,
    cells: cells.map((cell, column) => ({
      _type: 'tableCell' as const,
      _key: `${key}r${row}c${column}`,
      text: cell.map((text, index) => storeShort(`${key}r${row}c${column}t${index}`, text)),
    })),
  }))
}

/** @param said what the block says of itself; the Studio wants words, if only empty ones, on both sides of such objects */
function storeRuns<Saying extends {_key: string}>(
  key: string,
  runs: TextContent['runs'],
  said: readonly Saying[],
) {
  const links = new Map<string, {_type: 'link'; _key: string; href: string; title?: string}>()
  const linkKey = ({href, title}: Run): string[] => {
    if (href === undefined) return []
    const name = JSON.stringify([href, title])
    const link = links.get(name) ?? {
      _type: 'link',
      _key: `${key}l${links.size}`,
      href,
      ...given('title', title),
    }
    links.set(name, link)
    return [link._key]
  }
  const children = runs.map((run, index) =>
    run.date === undefined
      ? {
          _type: 'span' as const,
          _key: `${key}s${index}`,
          text: run.text,
          marks: [...run.decorators, ...linkKey(run)],
        }
      : {_type: 'lastUpdatedDate' as const, _key: `${key}s${index}`, format: run.date},
  )
  const before = said.flatMap((saying) => [
    {_type: 'span' as const, _key: `${saying._key}b`, text: '', marks: []},
    saying,
  ])
  return {markDefs: [...links.values()], children: [...before, ...children]}
}

const isDecorator = (mark: string): mark is Decorator => DECORATORS.some((name) => name === mark)

/**
 * What a stored body says, without the keys and the cuts between spans that editing leaves behind: two bodies
 * read the same to a visitor exactly when this is equal.
 */
export const storedContent = (body: PolicyBody): StoredContent[] =>
  body.map((member) => {
    const part = readPart(member)
    const content = part && contentOf(part)
    return content ?? {part: member._type, words: policyText({body: [member]})}
  })

const styled = ({style, ...block}: TextBlock): TextContent => ({
  style,
  ...(block.listItem && {listItem: block.listItem, level: block.level ?? 1}),
  ...given('itemNumber', block.itemNumber),
  ...given('numbering', block.numbering),
  ...given('anchors', block.anchors),
  runs: storedRuns(block),
})

function contentOf(part: TextMember): Content | undefined {
  if (part._type === 'block') return styled(part)
  if (part._type === 'lastUpdatedMarker') return {label: part.label, ...given('format', part.format)}
  const inside = given('level', part.level)
  if (part._type === 'code') return {code: part.code, ...given('language', part.language), ...inside}
  if (part._type === 'callout')
    return {...given('label', part.label), callout: part.text.map(styled), ...inside}
  if (part._type === 'table') {
    const {headerRows = 1} = part
    return {
      rows: part.rows.map(({cells}) => cells.map((cell) => cell.map(styled))),
      ...(headerRows !== 1 && {headerRows}),
      ...given('caption', part.caption),
      ...inside,
    }
  }
  const picture = storedPicture.safeParse(part.picture)
  if (!picture.success) return undefined
  return {
    picture: picture.data.asset._ref,
    alt: picture.data.alt ?? '',
    ...given('caption', part.caption),
    ...inside,
  }
}

const storedPicture = z.object({alt: z.string().nullish(), asset: z.object({_ref: z.string()})})

function storedRuns({children, markDefs}: Pick<TextBlock, 'children' | 'markDefs'>): Run[] {
  const links = new Map(markDefs.map((link) => [link._key, link]))
  return mergeRuns(
    children.map((child): Run => {
      if (child._type === 'lastUpdatedDate') return {text: '', decorators: [], date: child.format ?? ''}
      const link = links.get(child.marks.find((mark) => links.has(mark)) ?? '')
      return {
        text: child.text,
        decorators: child.marks.filter(isDecorator).sort(),
        ...given('href', link && (link.href ?? '')),
        ...given('title', link?.title),
      }
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
export function pairWithPrevious(
  contents: readonly StoredContent[],
  previous: PolicyBody,
): Map<number, Pair> {
  const before = storedContent(previous)
  const pairs = new Map<number, Pair>()
  let from = {old: 0, new: 0}
  const [left, right] = [before.map(contentDigest), contents.map(contentDigest)]
  for (const match of [...commonSubsequence(left, right), {old: before.length, new: contents.length}]) {
    for (let offset = 0; from.old + offset < match.old && from.new + offset < match.new; offset += 1) {
      const member = previous[from.old + offset]
      const [was, is] = [before[from.old + offset], contents[from.new + offset]]
      if (member && was && is && kindOf(was) === kindOf(is))
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
  if ('code' in content) return 'code'
  if ('callout' in content) return 'callout'
  if ('picture' in content) return 'picture'
  return 'label' in content ? 'marker' : `${content.style} ${content.listItem ?? ''} ${content.level ?? ''}`
}

type Match = {old: number; new: number}

/** The usual table of lengths, filled from the end so that reading it from the start gives the matches in order. */
export function commonSubsequence(left: readonly string[], right: readonly string[]): Match[] {
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

type Policy = {lastUpdated?: string | null; body?: PolicyBody | null}

/** The words of a policy in order: a text for each paragraph, heading, list item, row of a table and "Last updated" line. */
export function policyText({lastUpdated, body}: Policy): string[] {
  return (body ?? []).flatMap((member) => textsOf(member, lastUpdated ?? ''))
}

function textsOf(member: PolicyBody[number], lastUpdated: string): string[] {
  const part = readPart(member)
  // The Content Lake may hold what this version of the content model does not know.
  if (!part) return []
  const words = (block: TextBlock) => wordsOf(block, lastUpdated)
  switch (part._type) {
    case 'lastUpdatedMarker':
      return [`${part.label} ${writtenDate(lastUpdated, part.format)}`.trim()]
    case 'table':
      return [
        ...textOf(part.caption),
        ...part.rows.map(({cells}) => cells.map((cell) => cell.map(words).join(' ')).join(' | ')),
      ]
    case 'callout':
      return [...textOf(part.label), ...part.text.map(words)]
    case 'code':
      return [part.code]
    case 'figure':
      return textOf(part.caption)
    case 'block':
      return [words(part)]
  }
}

const textOf = (words: string | undefined): string[] => (words ? [words] : [])

const wordsOf = ({children}: TextBlock, lastUpdated: string): string =>
  children
    .map((child) => (child._type === 'lastUpdatedDate' ? writtenDate(lastUpdated, child.format) : child.text))
    .join('')
