import {parse as parseToml} from 'smol-toml'
import {parseDocument} from 'yaml'
import {findDates, type WrittenDate} from '#lib/format/dates.ts'
import {type Content, isWhollyStrong, mergeRuns, type Run, type TextContent, textOf} from './content.ts'
import type {Findings} from './findings.ts'
import {BOLD_DEPTH, isShort} from './read-inline.ts'
import type {Found, FoundHeading} from './read-tree.ts'

/** What the front matter of a file says about a policy. */
export type FrontMatter = {
  title?: string
  /** ISO calendar date on which the text was last changed. */
  lastUpdated?: string
  /** Where the text begins in the file, in UTF-16 units. */
  end: number
}

/** Keys that give the date, the most telling first; written as `lastUpdated`, `last_updated` or `last-updated`. */
const DATE_KEYS = [
  'lastupdated',
  'lastupdatedat',
  'lastmodified',
  'lastmodifiedat',
  'lastmod',
  'lastreviewed',
  'lastrevised',
  'updated',
  'updatedat',
  'updateddate',
  'dateupdated',
  'datemodified',
  'modified',
  'revised',
  'effectivedate',
  'effective',
  'dateeffective',
  'date',
  'pubdate',
  'publishdate',
  'published',
]

const TITLE_KEYS = ['title', 'pagetitle', 'name', 'heading']

/** Keys that lay a page out and say nothing to a reader; not worth a note. */
const SILENT_KEYS: ReadonlySet<string> = new Set(['layout', 'permalink', 'slug', 'id', 'url', 'weight'])

/** A title needs a few dozen. The time that reading YAML takes grows with the square of the number of characters. */
const MAX_CHARACTERS = 10_000

const FENCED = /^(---|\+\+\+)[ \t]*\r?\n([\s\S]*?)(?:^|\n)\1[ \t]*(?:\r?\n|$)/

/** A line of dashes may also be a rule above a text. Front matter begins with a key, or has nothing in it. */
const FIRST_KEY = /^(?:\s|#[^\n]*\n)*(?:$|["'[]?[A-Za-z][\w.-]*["'\]]?\s*[:=\]])/

/**
 * Reads what a file says before its text: YAML between lines of `---`, or TOML between lines of `+++`. What is slightly
 * wrong, such as `title: Privacy: how`, is read line by line as one would mean it. Keys that a policy has no place for are
 * named in one note. A file without front matter is one whose text begins at once.
 */
export function readFrontMatter(text: string, locale: string, findings: Findings): FrontMatter {
  const [whole = '', fence, matter = ''] = FENCED.exec(text) ?? []
  if (fence === undefined || !FIRST_KEY.test(matter)) return {end: 0}
  const entries = readEntries(fence, matter)
  const named = new Map(entries.map(([key, value]) => [key.toLowerCase().replace(/[^a-z]/g, ''), value]))
  const titleKey = TITLE_KEYS.find((key) => oneLine(named.get(key)) !== undefined)
  const dateKey =
    DATE_KEYS.find((key) => dateIn(named.get(key), locale) !== undefined) ??
    [...named].find(([, value]) => isTelling(value, locale))?.[0]
  const others = entries
    .map(([key]) => key)
    .filter((key) => {
      const name = key.toLowerCase().replace(/[^a-z]/g, '')
      return name !== titleKey && name !== dateKey && !SILENT_KEYS.has(name)
    })
  if (others.length > 0)
    findings.add(
      'note',
      1,
      others.join(', '),
      'The front matter has these besides title and date. A policy has no place for them, and they were left out.',
    )
  const title = titleKey && oneLine(named.get(titleKey))
  const lastUpdated = dateKey && dateIn(named.get(dateKey), locale)
  return {end: whole.length, ...(title && {title}), ...(lastUpdated && {lastUpdated})}
}

type Entry = [key: string, value: unknown]

function readEntries(fence: string, matter: string): Entry[] {
  if (matter.length > MAX_CHARACTERS) return lineByLine(matter)
  if (fence === '+++') {
    try {
      return Object.entries(parseToml(matter))
    } catch {
      return lineByLine(matter)
    }
  }
  const document = parseDocument(matter, {prettyErrors: false, uniqueKeys: false, logLevel: 'silent'})
  if (document.errors.length > 0) return lineByLine(matter)
  const value: unknown = document.toJS({maxAliasCount: 10})
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : []
}

/** The keys at the beginning of lines, each with the rest of its line. */
const lineByLine = (matter: string): Entry[] =>
  matter.split(/\r\n|\r|\n/).flatMap((line): Entry[] => {
    const [, key, value = ''] = /^([A-Za-z][\w-]{0,60})\s*[:=]\s*(.*?)\s*$/.exec(line) ?? []
    return key === undefined ? [] : [[key, unquoted(value)]]
  })

const unquoted = (value: string): string => /^(['"])(.*)\1$/.exec(value)?.[2] ?? value

const oneLine = (value: unknown): string | undefined => {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined
  return String(value).replace(/\s+/g, ' ').trim() || undefined
}

/** TOML and YAML have dates of their own; their day is the one that is written, wherever the machine stands. */
function dateIn(value: unknown, locale: string): string | undefined {
  if (value instanceof Date)
    return Number.isNaN(value.getTime()) ? undefined : value.toISOString().slice(0, 10)
  if (typeof value !== 'string') return undefined
  return findDates(value.replace(/T\d.*$/, ''), locale)[0]?.iso
}

/** A subtitle or the like that says `Last updated: July 12, 2026`. */
const isTelling = (value: unknown, locale: string): boolean => {
  const [date] = typeof value === 'string' ? findDates(value, locale) : []
  return date !== undefined && PATTERNS.some((pattern) => pattern.test(String(value).slice(0, date.start)))
}

/** `1.` or `1)`, `1.2` and the like: a section of the text, and not a name of it. */
const NUMBERED = /^(?:§ ?)?\d+(?:[.)]|(?:\.\d+)+[.)]?)\s+\S/

export const isHeading = (part: Found | undefined): part is FoundHeading =>
  part !== undefined && 'heading' in part

export const headingWords = ({heading}: FoundHeading): string =>
  textOf(heading.runs).replace(/\s+/g, ' ').trim()

const lettersOf = (words: string): string => words.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '')

/** How many numbers a heading begins with: 2 for `1.2 Cookies`, 0 for one without. */
export const numberCount = (words: string): number =>
  NUMBERED.test(words) ? (/^(?:§ ?)?([\d.]+)/.exec(words)?.[1]?.split('.').filter(Boolean).length ?? 0) : 0

const isBoldLine = (content: Content, words: string): boolean =>
  'runs' in content && isWhollyStrong(content.runs) && lettersOf(textOf(content.runs)) === lettersOf(words)

/**
 * The words of a short line that says no number and is no sentence, with which a text without `#` begins: bold, in capitals, or
 * any where the text has no headings.
 */
function lineAsTitle(part: Found, hasHeadings: boolean): string | undefined {
  if ('heading' in part || !('runs' in part.content) || part.content.style !== 'normal') return undefined
  const {runs, listItem} = part.content
  const words = textOf(runs).replace(/\s+/g, ' ').trim()
  const isLoud =
    !hasHeadings || isWhollyStrong(runs) || (/\p{Lu}{4}/u.test(words) && words === words.toUpperCase())
  const isTitle = listItem === undefined && isLoud && isShort(words) && !NUMBERED.test(words)
  return isTitle && !/\d{4}/.test(words) ? words : undefined
}

/** What a legal text is called, rather than one of its sections. */
const LEGAL_TEXT =
  /\b(?:policy|terms (?:of|and)|(?:privacy|cookie|legal) (?:notice|statement)|agreement|disclaimer|imprint)\b/i

/** Some systems have the name of a translation where others have a title: `cookie_policy`. */
const TRANSLATION_KEY = /^[a-z]+(?:[_.][a-z]+)+$/

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
  const line = opening && given === undefined ? lineAsTitle(opening, parts.some(isHeading)) : undefined
  if (line !== undefined && parts.length > 1 && !parts.some((part) => isHeading(part) && part.depth === 1))
    return {title: line, parts: parts.slice(1)}
  const index = parts.findIndex(isHeading)
  const first = parts[index]
  if (!isHeading(first)) return {...(given !== undefined && {title: given}), parts: [...parts]}
  const others = parts.slice(index + 1).filter(isHeading)
  const beside = others.filter(({depth}) => depth <= first.depth)
  const isAlone = beside.length === 0
  // A name at the top, of the same size as the sections under it.
  const isNameOfAll =
    index === 0 &&
    (LEGAL_TEXT.test(headingWords(first)) || beside.every((other) => NUMBERED.test(headingWords(other))))
  const isOwn =
    first.depth < BOLD_DEPTH &&
    !NUMBERED.test(headingWords(first)) &&
    (isAlone || isNameOfAll || first.depth === 1)
  if (given === undefined) {
    if (!isOwn || (index > 0 && first.depth > 1)) return {parts: [...parts]}
    return {title: headingWords(first), parts: parts.toSpliced(index, 1)}
  }
  if (lettersOf(given) === lettersOf(headingWords(first)))
    return {
      title: TRANSLATION_KEY.test(given) ? headingWords(first) : given,
      parts: parts.toSpliced(index, 1),
    }
  if (index > 0 || !isOwn || !isAlone) return {title: given, parts: [...parts]}
  const subtitle: TextContent = {...first.heading, style: 'subtitle'}
  return {title: given, parts: parts.with(index, {content: subtitle, line: first.line})}
}

/** Words that say that the date after them is the one on which the text was last changed, and, where there is none, others. */
const TELLING = [
  /\b(?:last|latest|most recent(?:ly)?)[\s-]+(?:updated?|revised|revision|modified|modification|changed?|amended|amendment|reviewed?|edited)|\b(?:updated|revised|modified|amended|revision)\b|\b(?:this|these|our) (?:\p{L}+ ){0,3}(?:policy|policies|terms|notice|statement|agreement) (?:is|are|bec[ao]mes?|takes?|comes? into) (?:effective|effect|force)\b/u,
  /\b(?:effective|in effect|in force|comes? into force|valid|dated?|as of|version|posted|published|adopted|commencing)\b/,
]

/** What may stand between those words and the date. */
const BETWEEN = /(?:[\s\p{P}|]|\b(?:date|on|as|of|from|since|is|was|at|in|by|the|version)\b)*$/u

const PATTERNS = TELLING.map((words) => new RegExp(`(?:${words.source})${BETWEEN.source}`, 'iu'))

/** Laws are amended and come into effect too: `the Privacy Rights Act, effective January 1, 2023`. */
const OF_A_LAW =
  /\b(?:Act|Acts|Code|Directive|Law|Laws|Ordinance|Regulation|Regulations|Rules|Shield|Statute|[A-Z]{2,}PA|CPRA|GDPR|LGPD|PIPEDA|HIPAA|COPPA)\b(?!["”’)])/

/** Before a date, in which the words that tell what it is stand. */
const MAX_TELLING_CHARACTERS = 200

/** What some words say in their last, unfinished sentence. */
const sentenceEnd = (words: string): string => /(?:[^.!?\n]|[.!?](?=\S))*$/.exec(words)?.[0] ?? ''

/** A text says from when on it holds where it begins or ends; a date elsewhere is one of those that it speaks of. */
const [FIRST_PARTS, LAST_PARTS] = [8, 3]

type Place = {index: number; date: WrittenDate}

/**
 * Finds the date on which a text was last changed, and puts its place into the text instead: the words around it stay as
 * they are written. A line of its own becomes the "Last updated" line. In a table or a call-out the date stays as it is.
 *
 * @returns the parts with that place in them, the date, and whether the page shows it there; the parts as they are where there is none
 */
export function takeDate(
  parts: readonly Found[],
  locale: string,
): {parts: Found[]; lastUpdated?: string; isPlaced: boolean; line?: number} {
  const place =
    PATTERNS.map((pattern, rank) => findPlace(parts, locale, pattern, rank)).find(Boolean) ??
    lonelyDate(parts, locale)
  const found = place && parts[place.index]
  if (!place || !found) return {parts: [...parts], isPlaced: false}
  const lastUpdated = place.date.iso
  const text = textPart(found)
  if (!text) return {parts: [...parts], lastUpdated, isPlaced: false, line: found.line}
  const content = markerOf(text, place) ?? {...text, runs: withDate(text.runs, place.date)}
  const replaced: Found =
    'heading' in found && 'runs' in content ? {...found, heading: content} : {content, line: found.line}
  return {parts: parts.with(place.index, replaced), lastUpdated, isPlaced: true}
}

/** The words of a paragraph, heading or item. */
function textPart(part: Found): TextContent | undefined {
  if ('heading' in part) return part.heading
  return 'runs' in part.content ? part.content : undefined
}

function findPlace(
  parts: readonly Found[],
  locale: string,
  pattern: RegExp,
  rank: number,
): Place | undefined {
  for (const [index, part] of parts.entries()) {
    const isNearEdge = index < FIRST_PARTS || index >= parts.length - LAST_PARTS
    if (!isNearEdge && (rank > 0 || ('content' in part && 'rows' in part.content))) continue
    const above = parts[index - 1]
    const title = isHeading(above) ? headingWords(above) : ''
    for (const {label, words} of phrasesOf(part, title))
      for (const date of findDates(words, locale)) {
        const told = `${date.start === 0 ? `${label}: ` : ''}${words.slice(0, date.start)}`
        const before = told.slice(-MAX_TELLING_CHARACTERS)
        if (pattern.test(before) && !OF_A_LAW.test(sentenceEnd(before))) return {index, date}
      }
  }
  return undefined
}

/** Words that may hold the date, each with those that stand over or beside it and may say what date it is. */
function phrasesOf(part: Found, title: string): {label: string; words: string}[] {
  const wordsOf = (content: readonly TextContent[]) =>
    content
      .map(({runs}) => textOf(runs))
      .join(' ')
      .trim()
  const text = textPart(part)
  if (text) return [{label: title, words: textOf(text.runs)}]
  const content = 'content' in part ? part.content : undefined
  if (content && 'callout' in content)
    return content.callout.map(({runs}) => ({label: content.label ?? '', words: textOf(runs)}))
  if (!content || !('rows' in content)) return []
  const rows = content.rows.map((cells) => cells.map(wordsOf))
  const {headerRows = 1} = content
  // Over one row, the names of the columns say what its cells are; over several, each row speaks of something else.
  const names = rows.length === headerRows + 1 ? (rows[headerRows - 1] ?? []) : []
  return rows.flatMap((cells, row) =>
    cells.flatMap((words, column) =>
      [cells[column - 1], row >= headerRows ? names[column] : undefined].map((label = '') => ({
        label,
        words,
      })),
    ),
  )
}

/** A date that is all of a paragraph near the beginning. */
function lonelyDate(parts: readonly Found[], locale: string): Place | undefined {
  for (const [index, part] of parts.slice(0, FIRST_PARTS).entries()) {
    const words = textOf(textPart(part)?.runs ?? [])
    const [date] = findDates(words, locale)
    if (date && date.start === 0 && date.end === words.length) return {index, date}
  }
  return undefined
}

const MAX_LABEL_CHARACTERS = 80

/** A line that is a label and the date, which the page sets in a way of its own. */
function markerOf({runs, listItem, style, anchors}: TextContent, {date}: Place): Content | undefined {
  const words = textOf(runs)
  const label = words.slice(0, date.start).trim()
  const isPlain = runs.every(({href, decorators}) => href === undefined && !decorators.includes('code'))
  if (
    !isPlain ||
    anchors ||
    listItem !== undefined ||
    style === 'blockquote' ||
    date.end < words.trimEnd().length
  )
    return undefined
  if (label === '' || label.length > MAX_LABEL_CHARACTERS || label.includes('\n')) return undefined
  return {label, ...(date.format !== 'MM/DD/YYYY' && {format: date.format})}
}

/** Runs with the place of the date where it is written. */
function withDate(runs: readonly Run[], {start, end, format}: WrittenDate): Run[] {
  const cut: Run[] = []
  let at = 0
  for (const run of runs) {
    const [from, to] = [Math.max(start - at, 0), Math.min(end - at, run.text.length)]
    const holds = from < to
    cut.push({...run, text: holds ? run.text.slice(0, from) : run.text})
    if (holds && at + from === start) cut.push({text: '', decorators: [], date: format})
    if (holds) cut.push({...run, text: run.text.slice(to)})
    at += run.text.length
  }
  return mergeRuns(cut)
}
