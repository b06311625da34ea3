import type {Element} from 'hast'
import {defaultNumbering, markerNumber, NUMBERINGS, type Numbering} from '#lib/format/lists.ts'
import type {CodeContent, Decorator} from './content.ts'

/** Elements that say nothing by themselves and hold parts of a text. */
const WRAPPERS: ReadonlySet<string> = new Set([
  'html',
  'body',
  'main',
  'article',
  'section',
  'div',
  'header',
  'footer',
  'aside',
  'nav',
  'center',
  'figure',
  'hgroup',
  'details',
  'fieldset',
  'dl',
  'tbody',
  'thead',
  'noscript',
])

/** Elements that are a paragraph. */
const PARAGRAPHS: ReadonlySet<string> = new Set(['p', 'address', 'figcaption', 'dd', 'legend', 'caption'])

/** Elements that mark the words in them. */
export const DECORATED: ReadonlyMap<string, Decorator> = new Map([
  ['strong', 'strong'],
  ['b', 'strong'],
  ['em', 'em'],
  ['i', 'em'],
  ['cite', 'em'],
  ['dfn', 'em'],
  ['u', 'underline'],
  ['ins', 'underline'],
  ['s', 'strike-through'],
  ['strike', 'strike-through'],
  ['del', 'strike-through'],
  ['code', 'code'],
  ['kbd', 'code'],
  ['samp', 'code'],
  ['tt', 'code'],
  ['sup', 'sup'],
  ['sub', 'sub'],
])

/** Why some elements cannot be part of a policy, by their names. */
export const REFUSED: ReadonlyMap<string, string> = new Map([
  ...['script', 'object', 'embed', 'applet'].map(
    (name) => [name, 'A program cannot be part of a policy. Remove it.'] as const,
  ),
  ['style', 'A style sheet cannot be part of a policy: the site has its own. Remove it.'] as const,
  ['form', 'A form cannot be part of a policy. Link to the page that has it, or remove it.'] as const,
  ...['iframe', 'frame', 'frameset'].map(
    (name) =>
      [
        name,
        'A frame shows another site and cannot be part of a policy. Link to that site instead.',
      ] as const,
  ),
])

/** What draws or plays and says nothing by itself; words in it are for browsers that cannot. */
export const DRAWN: ReadonlySet<string> = new Set([
  'svg',
  'canvas',
  'video',
  'audio',
  'map',
  'progress',
  'meter',
])

/** What runs on a page, or draws on it, and is no part of its text. */
export const MACHINERY: ReadonlySet<string> = new Set([
  ...[...REFUSED.keys()].filter((name) => name !== 'form'),
  ...DRAWN,
  'head',
  'noscript',
  'template',
  'dialog',
])

/** Whether an element is a part of a text and not words within one. */
export const isBlock = ({tagName}: Element): boolean =>
  WRAPPERS.has(tagName) ||
  PARAGRAPHS.has(tagName) ||
  REFUSED.has(tagName) ||
  /^(?:h[1-6]|ul|ol|menu|li|dt|summary|table|tr|blockquote|pre|hr|head)$/.test(tagName)

/** Elements that HTML has, obsolete ones included (https://html.spec.whatwg.org/multipage/indices.html#elements-3). */
const KNOWN: ReadonlySet<string> = new Set(
  `a abbr acronym address applet area article aside audio b base bdi bdo big blockquote body br button canvas caption center
  cite code col colgroup data datalist dd del details dfn dialog dir div dl dt em embed fieldset figcaption figure font footer
  form frame frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html i iframe img input ins kbd label legend li link main map mark
  menu meta meter nav noscript object ol optgroup option output p picture pre progress q rp rt ruby s samp script search
  section select small source span strike strong style sub summary sup svg table tbody td template textarea tfoot th thead time
  title tr track tt u ul var video wbr`.split(/\s+/),
)

/**
 * HTML with the tags that it does not have as words: a component such as `<Note>` and a name such as `<your company>` would
 * be lost otherwise, since a browser shows nothing for them.
 *
 * @param meaningless names of tags that stay tags, as `tagsWithoutMeaning` finds them
 */
export const escapeUnknownTags = (html: string, meaningless: ReadonlySet<string>): string =>
  html.replace(/<\/?([A-Za-z][\w.:-]*)/g, (tag, name: string) =>
    meaningless.has(name) ||
    (KNOWN.has(name.toLowerCase()) && (name === name.toLowerCase() || name === name.toUpperCase()))
      ? tag
      : `&lt;${tag.slice(1)}`,
  )

const CLOSING = /<\/([a-z][a-z0-9]*(?:[-:][a-z][\w.-]*)*)\s*>/g
const LAID_OUT = /<([a-z][a-z0-9]*)\s+(?:class|style|id|dir|lang|data-[\w-]+)=["']/g

/**
 * Names of tags that HTML does not have and that only lay a text out, as generators of policies and Word write them:
 * `<bdt class="question">`, `<o:p>`. They are closed somewhere, and have a class or the like, or a name of two parts.
 */
export function tagsWithoutMeaning(html: string): ReadonlySet<string> {
  const laidOut = new Set([...html.matchAll(LAID_OUT)].map(({1: name = ''}) => name))
  const closed = [...html.matchAll(CLOSING)].map(({1: name = ''}) => name)
  return new Set(closed.filter((name) => !KNOWN.has(name) && (laidOut.has(name) || /[-:]/.test(name))))
}

const NUMBERING_TYPES: Readonly<Record<string, Numbering>> = {
  a: 'lower-alpha',
  A: 'upper-alpha',
  i: 'lower-roman',
  I: 'upper-roman',
}

/** How a list is counted: by the `type` of its element, or by its style, in which letters are called Latin too. */
export function numberingOf({properties}: Element): Numbering {
  const [, style = ''] = /list-style(?:-type)?:\s*([a-z-]+)/.exec(String(properties.style ?? '')) ?? []
  const named = style.replace('-latin', '-alpha')
  return NUMBERING_TYPES[String(properties.type)] ?? NUMBERINGS.find((name) => name === named) ?? 'decimal'
}

/** The numbers of a list's items as they are written. Markdown lets all be the same, and counts then too. */
export function itemNumbers(list: Element, items: readonly Element[], source: string): number[] {
  const {reversed} = list.properties
  const step = reversed === true || reversed === '' ? -1 : 1
  const start = Number(list.properties.start ?? (step > 0 ? 1 : items.length))
  const written = items.map(({position, properties}) => {
    const value = Number(properties.value)
    if (Number.isInteger(value)) return value
    const offset = position?.start.offset
    return offset === undefined ? Number.NaN : Number.parseInt(source.slice(offset, offset + 12), 10)
  })
  const areCounted = written.every((number) => number === written[0])
  const numbers: number[] = []
  for (const [index, number] of written.entries()) {
    const next = index === 0 ? start : Math.max((numbers[index - 1] ?? 0) + step, 0)
    numbers.push(areCounted || Number.isNaN(number) ? next : number)
  }
  return numbers
}

const MARKED_ITEM = /^[-*+][ \t]+([a-zA-Z]{1,8})\.[ \t]/

/**
 * Markdown counts with digits alone, so the twin writes an item that is counted with a letter as one with a bullet and the
 * letter: `- a. words`. Where all items of a list say the letters in their order, that is what they are.
 */
export function letters(items: readonly Element[], level: number, source: string) {
  const markers = items.map(({position}) => {
    const offset = position?.start.offset
    return offset === undefined ? undefined : MARKED_ITEM.exec(source.slice(offset, offset + 40))?.[1]
  })
  if (items.length === 0 || markers.includes(undefined)) return undefined
  const [first = ''] = markers
  const usual = defaultNumbering(level)
  const roman = NUMBERINGS.filter((name) => name.endsWith('roman'))
  const others = NUMBERINGS.filter((name) => name.endsWith('alpha'))
  // `i.` by itself is the first of Roman numerals, and not the ninth letter.
  const isRoman = markers.every((marker) => /^[ivx]+$/i.test(marker ?? ''))
  const named = /^[ivx]/i.test(first) ? [...roman, ...others] : [...others, ...roman]
  const order = isRoman ? [...named, usual] : [usual, ...named]
  for (const numbering of order) {
    if (numbering === 'decimal') continue
    const numbers = markers.map((marker) => markerNumber(numbering, marker ?? ''))
    if (numbers.some((number, index) => number === undefined || number !== (numbers[0] ?? 0) + index))
      continue
    for (const item of items) takeMarker(item)
    return {numbering, numbers: numbers.map((number) => number ?? 1)}
  }
  return undefined
}

/** Takes the letter away from the first words of an item. */
function takeMarker(node: Element): void {
  for (const child of node.children) {
    if (child.type === 'text' && child.value.trim() !== '') {
      child.value = child.value.replace(/^\s*[a-zA-Z]{1,8}\.\s+/, '')
      return
    }
    if (child.type === 'element') {
      takeMarker(child)
      return
    }
  }
}

const rowsOf = (element: Element): Element[] =>
  element.children.flatMap((child) => {
    if (child.type !== 'element' || child.tagName === 'table') return []
    return child.tagName === 'tr' ? [child] : rowsOf(child)
  })

const cellsOf = (row: Element): Element[] => row.children.filter((child) => child.type === 'element')

/** How many columns and rows a cell takes, as HTML says it. */
export type Span = {columns: number; rows: number}

/**
 * The cells of a table, each in its column, row by row, with as many as the widest row has. A cell that spans several columns
 * or rows stands in the first place of them, and nothing in the others. Rows without a cell of their own are left out.
 */
export function inColumns<Cell>(
  rows: readonly (readonly Cell[])[],
  spanOf: (cell: Cell) => Span,
): (Cell | undefined)[][] {
  /** For each column, how many of the next rows a cell above reaches into. */
  const covered: number[] = []
  const grid = rows.flatMap((row) => {
    const cells: (Cell | undefined)[] = []
    const skip = () => {
      for (let column = cells.length; (covered[column] ?? 0) > 0; column = cells.length) {
        covered[column] = (covered[column] ?? 0) - 1
        cells.push(undefined)
      }
    }
    for (const cell of row) {
      skip()
      const span = spanOf(cell)
      const columns = cells.length < MAX_SPANNED_COLUMNS ? Math.min(span.columns, MAX_SPANNED_COLUMNS) : 1
      for (let column = 0; column < columns; column += 1) {
        covered[cells.length] = span.rows - 1
        cells.push(column === 0 ? cell : undefined)
      }
    }
    skip()
    return row.length > 0 ? [cells] : []
  })
  const columns = grid.reduce((most, {length}) => Math.max(most, length), 0)
  if (columns * grid.length > MAX_FILLED_CELLS) return grid
  return grid.map((row) => Array.from({length: columns}, (_, column) => row[column]))
}

/** A cell over a thousand columns would make as many in every row, as would a row of a thousand cells. */
const [MAX_SPANNED_COLUMNS, MAX_FILLED_CELLS] = [50, 100_000]

const spanOf = ({properties: {colSpan, rowSpan}}: Element): Span => ({
  columns: Math.max(Number(colSpan ?? 1) || 1, 1),
  rows: Math.max(Number(rowSpan ?? 1) || 1, 1),
})

/** A table's cells in their columns, how many of its rows name the columns, and whether a cell spans several. */
export function gridOf(table: Element) {
  const rows = inColumns(rowsOf(table).map(cellsOf), spanOf)
  const head = rows.findIndex((row) => row.some((cell) => cell && cell.tagName !== 'th'))
  return {
    rows,
    headerRows: head === -1 ? Math.min(1, rows.length) : head,
    isMerged: (cell: Element) => Math.max(...Object.values(spanOf(cell))) > 1,
  }
}

const LANGUAGE = /^language-(.+)$/

/** Code, line by line as it stands there. */
export function codeOf(node: Element): Pick<CodeContent, 'code' | 'language'> {
  const [only] = node.children.filter((child) => child.type === 'element')
  const names = only?.tagName === 'code' ? only.properties.className : undefined
  const [language] = (Array.isArray(names) ? names : []).flatMap(
    (name) => LANGUAGE.exec(String(name))?.[1] ?? [],
  )
  return {code: rawText(node).replace(/\n$/, ''), ...(language && {language})}
}

const rawText = (node: Element): string =>
  node.children
    .map((child) => (child.type === 'text' ? child.value : child.type === 'element' ? rawText(child) : ''))
    .join('')

/** `[!NOTE]`, with which a quotation begins that is a call-out (https://docs.github.com/en/get-started/writing-on-github). */
export const ALERT = /^\s*\[!(NOTE|TIP|IMPORTANT|WARNING|CAUTION)\][ \t]*(?:\n|$)/

export function alertOf({children}: Element): string | undefined {
  const paragraph = children.find((child) => child.type === 'element')
  const [first] = paragraph?.children ?? []
  return first?.type === 'text' ? ALERT.exec(first.value)?.[1] : undefined
}
