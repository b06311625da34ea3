import {textAnchors} from '#lib/format/anchors.ts'
import {findLeftovers} from '#lib/format/leftovers.ts'
import {nestLists, withListLevels} from '#lib/format/lists.ts'
import {readText} from '#lib/format/portable-text.ts'
import {type Content, type PolicyContent, type TextContent, textOf, wordsOf} from './content.ts'
import type {Finding, Findings} from './findings.ts'
import {BOLD_DEPTH, type LinkOptions} from './read-inline.ts'
import type {Found} from './read-tree.ts'
import {storeContent} from './store.ts'
import {headingWords, isHeading, numberCount, takeDate, takeTitle} from './title-and-date.ts'

/** How a file is read. */
export type ReadOptions = LinkOptions & {
  /** Says the order of day and month where both are numbers; `en-US` when left out. */
  locale?: string
  /** The title, where the text says none. */
  title?: string | undefined
  /** ISO calendar date, where the text says none. */
  date?: string | undefined
  /** What the file is called, which is its title where nothing else is. */
  name?: string | undefined
}

/**
 * A policy as a file gives it, with what a person should know of how it was read; or, where something keeps the file from
 * being a policy, that alone.
 */
export type ReadPolicy =
  | {ok: true; policy: PolicyContent; findings: Finding[]}
  | {ok: false; findings: Finding[]}

/** Puts what was found into the order and the levels of a policy. */
export function arranged(
  parts: readonly Found[],
  {locale = 'en-US', title: fallback, date, name}: ReadOptions,
  given: string | undefined,
  source: string,
  findings: Findings,
): ReadPolicy {
  const titled = takeTitle(parts, given)
  const dated = takeDate(titled.parts, locale)
  const body = withoutPlainNumbers(placeHeadings(dated.parts, findings))
  const lastUpdated = dated.lastUpdated ?? date
  // The page shows the date where the text says it: a date from elsewhere gets a line.
  if (!dated.isPlaced && lastUpdated !== undefined)
    body.splice(isSubtitle(body[0]) ? 1 : 0, 0, {label: 'Last Updated:'})
  if (dated.line !== undefined)
    findings.add(
      'note',
      dated.line,
      '',
      'The date of the last change stands in a table or a call-out. The page says it in a line of its own too: change it in both when you change the text.',
    )
  const title = titled.title ?? fallback ?? name ?? ''
  if (title === '')
    findings.add(
      'note',
      1,
      '',
      'The file says no title. Fill it in in the Studio, or run the command again with --title "Privacy Policy" at its end.',
    )
  if (lastUpdated === undefined)
    findings.add(
      'note',
      1,
      '',
      'The file says no date on which the text was last changed, and stays a draft until it has one. Fill it in in the Studio, or run the command again with --date 2023-01-06 at its end.',
    )
  if (body.every((content) => wordsOf(content).join('').trim() === ''))
    findings.add('refused', 1, '', 'The file has no words besides its title. Is it the right one?')
  if (body.length > MAX_PARTS) {
    findings.add(
      'refused',
      1,
      '',
      `The text has ${body.length} paragraphs, headings and list items; a policy can have ${MAX_PARTS}.`,
    )
    return {ok: false, findings: findings.list()}
  }
  noteLeftovers(dated.parts, source, findings)
  noteDeadLinks(body, title, dated.parts, findings)
  const list = findings.list()
  if (list.some(({severity}) => severity === 'refused')) return {ok: false, findings: list}
  return {ok: true, policy: {title, ...(lastUpdated !== undefined && {lastUpdated}), body}, findings: list}
}

const isSubtitle = (content: Content | undefined): boolean =>
  content !== undefined && 'style' in content && content.style === 'subtitle'

/** Comparing a text with what is stored takes the product of the numbers of their parts, in time and in memory. */
const MAX_PARTS = 5_000

const LINE_END = /\r\n|\r|\n/g

/** Names what a template should have filled in, with the line in which it stands. */
function noteLeftovers(parts: readonly Found[], source: string, findings: Findings): void {
  const starts = [0, ...[...source.matchAll(LINE_END)].map(({0: end, index}) => index + end.length)]
  for (const part of parts) {
    const content = 'heading' in part ? part.heading : part.content
    for (const text of withoutCode(content))
      for (const {words} of findLeftovers(text)) {
        const from = starts[part.line - 1] ?? 0
        const at = source.indexOf(words.slice(0, 20), from)
        const line = at < 0 ? part.line : part.line + (source.slice(from, at).match(LINE_END)?.length ?? 0)
        findings.add(
          'leftover',
          line,
          words,
          'A template or another system should have filled this in or taken it away. It stands in the draft: mend it, then publish.',
        )
      }
  }
}

/** Each is looked for in the whole text. */
const MAX_DEAD_LINKS = 100

/** Names links to places on the page that are not there. */
function noteDeadLinks(
  body: readonly Content[],
  title: string,
  parts: readonly Found[],
  findings: Findings,
): void {
  const members = readText(storeContent(body.filter((content) => !('picture' in content)))).members
  const {dead} = textAnchors(members, {title})
  if (dead.length === 0) return
  const written = parts.map((part) => ({line: part.line, text: JSON.stringify(part)}))
  for (const {name} of dead.slice(0, MAX_DEAD_LINKS)) {
    const line = written.find(({text}) => text.includes(`"#${name}"`))?.line
    findings.add(
      'note',
      line ?? 1,
      `#${name}`,
      'A link to a place in the text that is not there. Its words were kept: mend it in the Studio.',
    )
  }
}

/** The words of a part besides code, which may look like anything. */
function withoutCode(content: Content): string[] {
  const of = (text: TextContent) =>
    textOf(text.runs.map((run) => (run.decorators.includes('code') ? {...run, text: ' '} : run)))
  if ('runs' in content) return [of(content)]
  if ('rows' in content) return content.rows.flat(2).map(of)
  if ('callout' in content) return content.callout.map(of)
  return []
}

const STYLES = ['h2', 'h3', 'h4'] as const

/**
 * Gives every heading its level on the page, where the title has the first: the largest become sections, and none skips a
 * level, with any beginning of the file.
 */
export function placeHeadings(parts: readonly Found[], findings: Findings): Content[] {
  let open: number[] = []
  const numbered = new Map<number, number>()
  for (const part of parts.filter(isHeading)) {
    const count = numberCount(headingWords(part))
    if (part.depth < BOLD_DEPTH && count > 0 && !numbered.has(count)) numbered.set(count, part.depth)
  }
  return parts.map((part) => {
    if (!isHeading(part)) return part.content
    const {heading, line} = part
    // A bold heading is as large as the written ones with a number of the same kind.
    const alike = part.depth > BOLD_DEPTH ? numbered.get(numberCount(headingWords(part))) : undefined
    const depth = alike ?? part.depth
    open = [...open.filter((outer) => outer < depth), depth]
    const style = STYLES[open.length - 1]
    if (!style)
      findings.add(
        'note',
        line,
        headingWords(part),
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
