/**
 * Something in a file that a person should know of.
 *
 * - `refused`: it cannot be brought in, and so the file is not.
 * - `leftover`: a template should have filled it in. The file is brought in as a draft, and not published.
 * - `note`: it was left out, moved or read in a certain way. No words are lost.
 */
export type Finding = {
  severity: 'refused' | 'leftover' | 'note'
  /** The file's line, counted from 1. */
  line: number
  /** What stands there, as it stands there. */
  what: string
  /** Why it matters and what to do, in a sentence that is the same for every finding of its kind. */
  about: string
}

/** Where something stands in the file, as the parsers of unified say it; what a parser of HTML adds has no place. */
type Placed = {position?: {start?: {line?: number}} | undefined}

/** The line of the file at which something begins, from 1. */
export const lineOf = ({position}: Placed): number => position?.start?.line ?? 1

/** Collects what is found in a file, so that one summary can name all of it. */
export class Findings {
  readonly #found = new Map<string, Finding>()

  add(severity: Finding['severity'], place: number | Placed, what: string, about: string): void {
    const line = typeof place === 'number' ? place : lineOf(place)
    this.#found.set(JSON.stringify([severity, line, what, about]), {severity, line, what, about})
  }

  /** Every finding once: the refused first, then leftovers, then notes, each in the order of the file. */
  list(): Finding[] {
    const order = ['refused', 'leftover', 'note']
    return [...this.#found.values()].toSorted(
      (a, b) => order.indexOf(a.severity) - order.indexOf(b.severity) || a.line - b.line,
    )
  }
}

const MAX_NAMED = 12

/** A file's findings as a person reads them: a sentence for each kind, with the lines and what stands there. */
export function summarise(findings: readonly Finding[]): string[] {
  const kinds = Map.groupBy(findings, ({severity, about}) => `${severity} ${about}`)
  return [...kinds.values()].flatMap((group) => {
    const [first] = group
    if (!first) return []
    const lines = Map.groupBy(group, ({line}) => line)
    const named = [...lines].slice(0, MAX_NAMED).map(([line, found]) => {
      const whats = [...new Set(found.map(({what}) => what).filter(Boolean))]
      return `line ${line}${whats.length > 0 ? `: ${whats.join('  ')}` : ''}`
    })
    const more = lines.size - named.length
    return [
      `${HEADS[first.severity]} ${first.about}`,
      ...named.map((name) => `    ${name}`),
      ...(more > 0 ? [`    and ${more} more lines`] : []),
    ]
  })
}

const HEADS = {refused: 'To mend first:', leftover: 'To fill in:', note: 'To know:'} as const

/** Why a file is not read: the line, counted from 1, and what to do. */
export type FileProblem = {line: number; message: string}

/** In bytes. The longest policies that people publish are a tenth of it. */
const MAX_FILE_BYTES = 1_000_000

/** A megabyte that is broken at 72 characters has fewer. */
const MAX_LINES = 20_000

/** Lines without an empty one between them. A tag that is never closed is looked for in each to the last. */
const MAX_PARAGRAPH_LINES = 1_000

/** Paragraphs, each after an empty line. A text of so many has more parts than a policy can have, and reading them takes seconds. */
const MAX_PARAGRAPHS = 5_500

/** Characters without an empty line between them. The parser keeps what it reads until a paragraph ends. */
const MAX_PARAGRAPH_CHARACTERS = 200_000

/** Cells of tables. */
const MAX_CELLS = 20_000

/** Signs of lists and quotations. For each, the parser looks through all that are open. */
const MAX_LIST_SIGNS = 10_000

/** Columns before the text of a line: ten lists in each other need fewer. */
const MAX_PREFIX_COLUMNS = 120

/**
 * Signs of which Markdown looks for pairs within a paragraph. Looking takes the square of their number, so the
 * squares are added up: the sum is reached by one paragraph with 6,000 signs, or by 400 with 300 each.
 */
const SIGNS = /[*_~[\]]/g
const MAX_SIGN_WORK = 6_000 ** 2

/** Beginnings of code, tags, characters by name, templates and addresses. Each costs the time of a hundred letters. */
const BEGINNINGS = /[`<&@{]|www\.|:\/\//g
const MAX_BEGINNINGS = 40_000

/** Headings with a line of `=` or `-` under them. For each, the parser looks through all that it has read. */
const UNDERLINE = /^ {0,3}(?:=+|-+)[ \t]*$/
const MAX_UNDERLINED_HEADINGS = 200

const BLANK = /^[ \t]*$/

/**
 * What keeps a file from being read as Markdown in a few seconds, found in time that grows with its length alone. No
 * text for people comes near these limits, and what goes beyond them could hold the parser for hours.
 */
export function beyondLimits(markdown: string): FileProblem[] {
  if (Buffer.byteLength(markdown) > MAX_FILE_BYTES)
    return [
      {line: 1, message: 'The file is larger than a megabyte, which no policy is. Is it the right one?'},
    ]
  const lines = markdown.split(/\r\n|\r|\n/)
  if (lines.length > MAX_LINES)
    return [{line: MAX_LINES + 1, message: `The file has more than ${MAX_LINES} lines, which no policy has.`}]
  const problems: FileProblem[] = []
  let [paragraph, characters, signs, work, cells, underlined, entries, beginnings] = [0, 0, 0, 0, 0, 0, 0, 0]
  let paragraphs = 0
  for (const [index, line] of lines.entries()) {
    const found = (message: string) => problems.push({line: index + 1, message})
    const prefix = prefixOf(line)
    if (prefix.width > MAX_PREFIX_COLUMNS)
      found(
        'This line is nested too deeply: there are too many signs of lists or quotations, or spaces, before it.',
      )
    entries += prefix.signs
    if (entries > MAX_LIST_SIGNS) {
      found(`The lists and quotations up to here have more than ${MAX_LIST_SIGNS} entries.`)
      break
    }
    if (UNDERLINE.test(line) && ++underlined === MAX_UNDERLINED_HEADINGS + 1)
      found(`More than ${MAX_UNDERLINED_HEADINGS} headings are underlined. Write headings with ##.`)
    if (!BLANK.test(line) && BLANK.test(lines[index - 1] ?? '')) paragraphs += 1
    if (paragraphs > MAX_PARAGRAPHS) {
      found(`The text up to here has more than ${MAX_PARAGRAPHS} paragraphs, which no policy has.`)
      break
    }
    if (BLANK.test(line)) [paragraph, characters, signs] = [-1, 0, 0]
    if (++paragraph === MAX_PARAGRAPH_LINES + 1)
      found(`This paragraph, list or table has more than ${MAX_PARAGRAPH_LINES} lines. Divide it.`)
    cells += line.split('|').length - 1
    if (cells > MAX_CELLS) {
      found(`The tables up to here have more than ${MAX_CELLS} cells, which no policy has.`)
      break
    }
    beginnings += line.match(BEGINNINGS)?.length ?? 0
    if (beginnings > MAX_BEGINNINGS) {
      found('The text up to here has more of the signs ` < & @ { and more addresses than any policy has.')
      break
    }
    const before = signs
    signs += line.match(SIGNS)?.length ?? 0
    work += signs ** 2 - before ** 2
    if (work > MAX_SIGN_WORK) {
      found('The text up to here has too many of the signs * _ ~ [ ] close together. Divide its paragraphs.')
      break
    }
    characters += line.length
    if (characters > MAX_PARAGRAPH_CHARACTERS && problems.length === 0)
      found(`This paragraph, list or table has more than ${MAX_PARAGRAPH_CHARACTERS} characters. Divide it.`)
  }
  const html = problems.length === 0 ? beyondHtmlLimits(markdown) : undefined
  return html ? [html] : problems
}

const PREFIX = /[ \t]*(?:>|(?:[-*+]|\d{1,9}[.)])(?=[ \t]|$))/y

/** The signs of lists and quotations with which a line begins, and the columns up to the last of them. */
function prefixOf(line: string): {signs: number; width: number} {
  let [signs, end] = [0, 0]
  for (PREFIX.lastIndex = 0; PREFIX.test(line); signs += 1) end = PREFIX.lastIndex
  return {signs, width: line.slice(0, end).replaceAll('\t', '    ').length}
}

/**
 * Tags in each other or never closed: what reads HTML goes down into each, and opens some again in every paragraph. A link that
 * is not closed ends where the next begins, as old pages write the names of their sections: `<a name="x">`.
 */
const MAX_OPEN_TAGS = 100
const MAX_TAGS = 20_000

const TAG = /<(\/?)([a-zA-Z][a-zA-Z0-9]*)[^<>]*?(\/?)>/g
const WITHOUT_END =
  /^(?:a|area|base|br|col|embed|hr|img|input|link|meta|source|track|wbr|p|li|dt|dd|tr|td|th|thead|tbody|tfoot|option)$/i

/** What keeps a text from being read as HTML in a second, found in time that grows with its length alone. */
export function beyondHtmlLimits(html: string): FileProblem | undefined {
  if (Buffer.byteLength(html) > MAX_FILE_BYTES)
    return {line: 1, message: 'The file is larger than a megabyte, which no policy is. Is it the right one?'}
  let [tags, open] = [0, 0]
  for (const {1: end, 2: name = '', 3: selfClosed, index} of html.matchAll(TAG)) {
    tags += 1
    if (!WITHOUT_END.test(name) && !selfClosed) open = Math.max(0, open + (end ? -1 : 1))
    const line = () => html.slice(0, index).split('\n').length
    if (tags > MAX_TAGS)
      return {
        line: line(),
        message: `The HTML up to here has more than ${MAX_TAGS} tags, which no policy has.`,
      }
    if (open > MAX_OPEN_TAGS)
      return {
        line: line(),
        message: `More than ${MAX_OPEN_TAGS} HTML elements are open here, in each other or never closed. Close them.`,
      }
  }
  return undefined
}
