import {nestLists, withListLevels} from '#lib/format/lists.ts'
import {type Content, type TextContent, textOf} from './content.ts'
import type {Findings} from './findings.ts'
import {isWhollyStrong} from './read-inline.ts'
import {BOLD_DEPTH, type Found, type FoundHeading} from './read-tree.ts'

/** `1.` or `1)`, `1.2` and the like: a section of the text, and not a name of it. */
const NUMBERED = /^(?:§ ?)?\d+(?:[.)]|(?:\.\d+)+[.)]?)\s+\S/

const isHeading = (part: Found | undefined): part is FoundHeading => part !== undefined && 'heading' in part

const wordsOf = ({heading}: FoundHeading): string => textOf(heading.runs).replace(/\s+/g, ' ').trim()

const lettersOf = (words: string): string => words.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '')

/**
 * Finds the title of a text. The heading that says it is taken out of the text, since the page shows the title by itself.
 * A text that has a title and begins with another heading of its own keeps that one under the title.
 *
 * @param given the title that the file's front matter, its `<title>` or the person gives
 * @returns no title where nothing in the text says one
 */
export function takeTitle(
  parts: readonly Found[],
  given: string | undefined,
): {title?: string; parts: Found[]} {
  const [opening] = parts
  // A bold line that says the title again.
  if (given !== undefined && opening && 'content' in opening && isBoldLine(opening.content, given))
    return takeTitle(parts.slice(1), given)
  const index = parts.findIndex(isHeading)
  const first = parts[index]
  if (!isHeading(first)) return {...(given !== undefined && {title: given}), parts: [...parts]}
  const others = parts.slice(index + 1).filter(isHeading)
  const isAlone = !others.some(({depth}) => depth <= first.depth)
  const isOwn = first.depth < BOLD_DEPTH && !NUMBERED.test(wordsOf(first)) && (isAlone || first.depth === 1)
  if (given === undefined) {
    if (!isOwn || (index > 0 && first.depth > 1)) return {parts: [...parts]}
    return {title: wordsOf(first), parts: parts.toSpliced(index, 1)}
  }
  if (lettersOf(given) === lettersOf(wordsOf(first))) return {title: given, parts: parts.toSpliced(index, 1)}
  if (index > 0 || !isOwn || !isAlone) return {title: given, parts: [...parts]}
  const subtitle: TextContent = {...first.heading, style: 'subtitle'}
  return {title: given, parts: parts.with(index, {content: subtitle, line: first.line})}
}

/** How many numbers a heading begins with: 2 for `1.2 Cookies`, 0 for one without. */
const numberCount = (words: string): number =>
  NUMBERED.test(words) ? (/^(?:§ ?)?([\d.]+)/.exec(words)?.[1]?.split('.').filter(Boolean).length ?? 0) : 0

const isBoldLine = (content: Content, words: string): boolean =>
  'runs' in content && isWhollyStrong(content.runs) && lettersOf(textOf(content.runs)) === lettersOf(words)

const STYLES = ['h2', 'h3', 'h4'] as const

/**
 * Gives every heading its level on the page, where the title has the first: the largest become sections, and none skips a
 * level, with any beginning of the file.
 */
export function placeHeadings(parts: readonly Found[], findings: Findings): Content[] {
  let open: number[] = []
  const numbered = new Map<number, number>()
  for (const part of parts.filter(isHeading)) {
    const count = numberCount(wordsOf(part))
    if (part.depth < BOLD_DEPTH && count > 0 && !numbered.has(count)) numbered.set(count, part.depth)
  }
  return parts.map((part) => {
    if (!isHeading(part)) return part.content
    const {heading, line} = part
    // A bold heading is as large as the written ones with a number of the same kind.
    const alike = part.depth > BOLD_DEPTH ? numbered.get(numberCount(wordsOf(part))) : undefined
    const depth = alike ?? part.depth
    open = [...open.filter((outer) => outer < depth), depth]
    const style = STYLES[open.length - 1]
    if (!style)
      findings.add(
        'note',
        line,
        wordsOf(part),
        'A heading of the fifth level or below. A policy has four with its title, so it has the fourth.',
      )
    return {...heading, style: style ?? 'h4'}
  })
}

/** A list of contents that another system fills in: the page has one of its own. */
const CONTENTS =
  /^(?:(?:table of )?contents|toc)?\s*(?:\[\[?_*toc_*\]?\]|\{:\s*toc\s*\}|\{\{<\s*toc\s*>\}\}|\{%\s*toc\s*%\})$/i

/** An anchor in a line of its own, which belongs to the part before it. */
const LONELY_ANCHOR = /^\{:?\s*#([\w:.-]+)\s*\}$/

/** Leaves out what only another system needs, and gives anchors to the parts that they name. */
export function withoutMachinery(parts: readonly Found[], findings: Findings): Found[] {
  const kept: Found[] = []
  for (const part of parts) {
    const text = 'heading' in part ? part.heading : 'runs' in part.content ? part.content : undefined
    const words = text ? textOf(text.runs).trim() : ''
    const [, anchor] = LONELY_ANCHOR.exec(words) ?? []
    const last = kept.at(-1)
    if (CONTENTS.test(words)) {
      findings.add(
        'note',
        part.line,
        words,
        'A place for a list of contents. The page makes its own, so it was left out.',
      )
      continue
    }
    if (anchor !== undefined && last && addAnchor(last, anchor)) continue
    kept.push(part)
  }
  return kept
}

function addAnchor(part: Found, name: string): boolean {
  const text = 'heading' in part ? part.heading : part.content
  if (!('runs' in text)) return false
  text.anchors = [...(text.anchors ?? []), name]
  return true
}

/** Items without the numbers that counting gives them anyway. */
export function withoutPlainNumbers(body: readonly Content[]): Content[] {
  const leveled = withListLevels(
    body.map((content) => ({content, listItem: undefined, level: undefined, ...listPlace(content)})),
  )
  const plain = new Set<Content>()
  let from = 0
  for (let to = 0; to <= leveled.length; to += 1) {
    const member = leveled[to]
    if (member?.level) continue
    for (const list of nestLists(leveled.slice(from, to))) notePlain(list, plain)
    from = to + 1
  }
  return body.map((content) => {
    if (!plain.has(content) || !('runs' in content)) return content
    const {itemNumber: _, ...rest} = content
    return rest
  })
}

type Leveled = {content: Content; listItem?: string | undefined; level?: number | undefined}

const listPlace = (content: Content) =>
  'runs' in content
    ? {
        ...(content.listItem && {listItem: content.listItem, level: content.level ?? 1}),
        ...(content.numbering && {numbering: content.numbering}),
        ...(content.itemNumber !== undefined && {itemNumber: content.itemNumber}),
      }
    : {...('level' in content && {level: content.level})}

function notePlain(list: ReturnType<typeof nestLists<Leveled>>[number], plain: Set<Content>): void {
  for (const [index, {item, number, inside}] of list.items.entries()) {
    if (number === (list.items[index - 1]?.number ?? 0) + 1) plain.add(item.content)
    for (const part of inside) if ('items' in part) notePlain(part, plain)
  }
}
