import type {Nodes, Root} from 'hast'
import {raw} from 'hast-util-raw'
import type {Blockquote, Root as Document, RootContent} from 'mdast'
import {toHast} from 'mdast-util-to-hast'
import remarkGfm from 'remark-gfm'
import remarkParse from 'remark-parse'
import {unified} from 'unified'
import {VFile} from 'vfile'
import {isFlow, readDialects} from './dialects.ts'
import {escapeUnknownTags, tagsWithoutMeaning} from './elements.ts'
import type {Findings} from './findings.ts'

const parser = unified().use(remarkParse).use(remarkGfm)

/** The tree of a text's HTML, as a browser would have it. */
export function markdownTree(source: string, findings: Findings): Root {
  const document = parseCallouts(source, findings)
  document.children = readDialects(document.children, {
    source,
    findings,
    parse: (markdown) => parser.parse(markdown).children,
  })
  const meaningless = tagsWithoutMeaning(source)
  let hasHtml = false
  const prepare = (node: Document | RootContent): void => {
    if (node.type === 'html') {
      hasHtml = true
      node.value = escapeUnknownTags(node.value, meaningless)
    }
    // GitHub shows no cell beyond those of the first row; here none is left out.
    if (node.type === 'table') {
      const columns = Math.max(...node.children.map(({children}) => children.length))
      node.align = Array.from({length: columns}, (_, column) => node.align?.[column] ?? null)
    }
    if ('children' in node) for (const child of node.children) prepare(child)
  }
  prepare(document)
  noteUnusedDefinitions(document, findings)
  const tree = toHast(document, {
    allowDangerousHtml: true,
    clobberPrefix: 'note-',
    footnoteLabel: 'Notes',
    footnoteLabelProperties: {},
  })
  const whole: Nodes = hasHtml ? raw(tree, {file: new VFile(source)}) : tree
  return whole.type === 'root' ? whole : {type: 'root', children: []}
}

/** A call-out as Docusaurus, VitePress and others write it, `:::note Title`, and as GitBook does. */
const OPEN_CALLOUT =
  /^ {0,3}(?:(:{3,})[ \t]*([a-z]+)\b[ \t]*(?:\[([^\]]*)\])?(?:\{[^}]*\})?(.*)|\{% hint style="([a-z]+)" %\})$/
const CLOSED_CALLOUT = /^ {0,3}(?:(:{3,})|\{% endhint %\})$/
const MAX_CALLOUT_LINE_CHARACTERS = 200
const CALLOUT_NAMES: ReadonlySet<string> = new Set([
  'note',
  'tip',
  'hint',
  'info',
  'important',
  'warning',
  'caution',
  'danger',
  'success',
  'secondary',
  'details',
])

/** More than any policy has, within each other and in all; further ones stay as they are written. */
const [MAX_CALLOUT_DEPTH, MAX_CALLOUTS] = [5, 300]

type Callout = {label: string; name: string; from: number; to: number}

/** The call-outs of a text that are closed, by the number of their first line, from 0. */
function calloutsOf(lines: readonly string[]): Map<number, Callout> {
  const found = new Map<number, Callout>()
  const open: {from: number; sign: string; label: string; isKnown: boolean}[] = []
  let fence = ''
  for (const [index, whole] of lines.entries()) {
    const line = whole.slice(0, MAX_CALLOUT_LINE_CHARACTERS).trimEnd()
    const [, , marker = '', rest = ''] = FENCE.exec(line) ?? []
    if (fence !== '') {
      if (marker.startsWith(fence) && rest.trim() === '') fence = ''
      continue
    }
    fence = marker
    const [, end = ''] = CLOSED_CALLOUT.exec(line) ?? []
    const last = open.at(-1)
    if (CLOSED_CALLOUT.test(line)) {
      if (!last || (end === '') !== (last.sign === '') || end.length < last.sign.length) continue
      open.pop()
      const {from, label, isKnown} = last
      if (isKnown) found.set(from, {label, name: (lines[from] ?? '').trim(), from, to: index})
      continue
    }
    const [written, sign = '', name, title, words, hint] = OPEN_CALLOUT.exec(line) ?? []
    const kind = name ?? hint ?? ''
    const label = (title || words?.trim() || `${kind.slice(0, 1).toUpperCase()}${kind.slice(1)}`).trim()
    const isKnown = CALLOUT_NAMES.has(kind) && open.length < MAX_CALLOUT_DEPTH && found.size < MAX_CALLOUTS
    if (written !== undefined) open.push({from: index, sign, label, isKnown})
  }
  return found
}

/** Parses a text whose call-outs hold parts of their own, and call-outs. */
function parseCallouts(source: string, findings: Findings): Document {
  const ends = [...source.matchAll(/\r\n|\r|\n/g)].map(({0: end, index}) => index + end.length)
  const starts = [0, ...ends]
  const lines = starts.map((start, index) => source.slice(start, starts[index + 1]).replace(/[\r\n]+$/, ''))
  const callouts = calloutsOf(lines)
  const labels = labelsOf(source)
  /** The parts between two lines, the second of which is none of them. */
  const parse = (from: number, to: number): RootContent[] => {
    const children: RootContent[] = []
    let start = from
    const flush = (end: number) => {
      const offset = starts[start] ?? 0
      const text = source.slice(offset, starts[end] ?? source.length)
      if (text.trim() !== '') children.push(...parseInPieces(text, labels, start, offset))
    }
    for (let index = from; index < to; index += 1) {
      const callout = callouts.get(index)
      if (!callout) continue
      flush(index)
      findings.add(
        'note',
        index + 1,
        callout.name,
        'A call-out as other systems write it. It became one of this site.',
      )
      children.push(calloutNode(callout, starts[index] ?? 0, parse(index + 1, callout.to)))
      index = callout.to
      start = index + 1
    }
    flush(to)
    return children
  }
  return {type: 'root', children: parse(0, lines.length)}
}

function calloutNode({label, from}: Callout, offset: number, parts: readonly RootContent[]): Blockquote {
  const point = {line: from + 1, column: 1, offset}
  return {
    type: 'blockquote',
    data: {hName: 'aside', hProperties: {dataCallout: label}},
    position: {start: point, end: point},
    children: parts.filter(isFlow),
  }
}

/** The parser looks through all that it has read at the end of each list, so that a text takes the square of its length. */
const PIECE_CHARACTERS = 2_000

/** `[label]: address` and `[^label]: words`, to which links and notes anywhere in the text lead. */
const DEFINITION = /^(?: {0,3}>)* {0,3}\[((?:[^\]\\\n]|\\.)+)\]:/gm

const labelsOf = (source: string): string[] => [
  ...new Set([...source.matchAll(DEFINITION)].map(({1: label = ''}) => label)),
]

/**
 * Parses a text piece by piece, with the result that parsing it at once has. Before each piece stand the names that are defined
 * in others, since only with those is `[words][label]` a link.
 *
 * @param labels the names that are defined anywhere in the file
 * @param line the lines of the file before the text
 * @param offset the characters of the file before it
 */
function parseInPieces(
  source: string,
  labels: readonly string[],
  line: number,
  offset: number,
): RootContent[] {
  const children: RootContent[] = []
  for (const piece of piecesOf(source)) {
    const words = labels.length > 0 ? plainLabel(piece) : ''
    const used = labels.filter((label) => words.includes(`[${plainLabel(label)}]`))
    const before = used.map((label) => `[${label}]: #\n\n`).join('')
    const stubs = before === '' ? '' : `${before}***\n\n`
    const lines = stubs.split('\n').length - 1
    for (const node of parser.parse(stubs + piece).children) {
      if ((node.position?.start.offset ?? 0) < stubs.length) continue
      shift(node, line - lines, offset - stubs.length)
      children.push(node)
    }
    line += piece.split(/\r\n|\r|\n/).length - 1
    offset += piece.length
  }
  return children
}

/** Labels are the same in any case and with any spaces (https://spec.commonmark.org/0.31.2/#matches). */
const plainLabel = (label: string): string => label.toLowerCase().replace(/\s+/g, ' ')

function shift(node: RootContent, lines: number, offset: number): void {
  for (const point of [node.position?.start, node.position?.end]) {
    if (!point) continue
    point.line += lines
    point.offset = (point.offset ?? 0) + offset
  }
  if ('children' in node) for (const child of node.children) shift(child, lines, offset)
}

const FENCE = /^( {0,3})(`{3,}(?=[^`\n]*$)|~{3,})(.*)$/

/** What goes on over an empty line until it is closed (https://spec.commonmark.org/0.31.2/#html-blocks). */
const OPEN_HTML: readonly (readonly [open: RegExp, close: string])[] = [
  [/<!--/g, '-->'],
  [/<\?/g, '?>'],
  [/<!\[CDATA\[/g, ']]>'],
  [/<![A-Za-z]/g, '>'],
  ...['script', 'pre', 'style', 'textarea'].map(
    (name) => [new RegExp(`<${name}(?=[\\s>]|$)`, 'gim'), `</${name}>`] as const,
  ),
]

/**
 * Cuts a text where nothing goes on: before a line that follows an empty one, is not indented and begins no item of a list.
 * Such a line ends every list, quotation, table and note; code between fences and some HTML go on, and are not cut.
 */
function piecesOf(source: string): string[] {
  const pieces: string[] = []
  let [start, end] = [0, 0]
  let [isAfterBlank, isUnsure] = [false, false]
  let fence: {indent: number; marker: string} | undefined
  for (const [whole] of source.matchAll(/[^\r\n]*(?:\r\n|\r|\n|$)/g)) {
    const text = whole.replace(/[\r\n]+$/, '')
    const isBoundary = isAfterBlank && !fence && /^(?![ \t*+-]|\d{1,9}[.)])./.test(text)
    if (isBoundary && !isUnsure && end - start > PIECE_CHARACTERS && !isHtmlOpen(source.slice(start, end))) {
      pieces.push(source.slice(start, end))
      start = end
    }
    const [, indent = '', marker = '', rest = ''] = FENCE.exec(text) ?? []
    if (marker !== '' && isHtmlOpen(source.slice(start, end))) isUnsure = true
    if (marker !== '' && !fence) fence = {indent: indent.length, marker}
    else if (fence && marker.startsWith(fence.marker) && rest.trim() === '') {
      // One of them may stand in a list, and then it closes nothing.
      if (fence.indent > 0 && indent === '') isUnsure = true
      fence = undefined
    }
    isAfterBlank = text.trim() === ''
    end += whole.length
  }
  pieces.push(source.slice(start))
  return pieces
}

const isHtmlOpen = (text: string): boolean =>
  OPEN_HTML.some(([open, close]) => {
    const last = [...text.matchAll(open)].at(-1)
    return last !== undefined && !text.toLowerCase().includes(close, last.index)
  })

/** Names what would stand nowhere on the page: an address that no link uses. `[//]: # (words)` is a comment. */
function noteUnusedDefinitions(document: Document, findings: Findings): void {
  const used = new Set<string>()
  const collect = (node: Document | RootContent): void => {
    if (node.type === 'linkReference' || node.type === 'imageReference') used.add(node.identifier)
    if ('children' in node) for (const child of node.children) collect(child)
  }
  collect(document)
  for (const node of document.children)
    if (node.type === 'definition' && !used.has(node.identifier) && node.url !== '#')
      findings.add(
        'note',
        node,
        `[${node.label ?? node.identifier}]: ${node.url}`,
        'An address that no link of the text uses. It was left out.',
      )
}
