import type {Element, Nodes, Root} from 'hast'
import {fromHtml} from 'hast-util-from-html'
import {raw} from 'hast-util-raw'
import type {Root as Document, RootContent} from 'mdast'
import {toHast} from 'mdast-util-to-hast'
import remarkGfm from 'remark-gfm'
import remarkParse from 'remark-parse'
import {unified} from 'unified'
import {VFile} from 'vfile'
import {arranged, type ReadOptions, type ReadPolicy, withoutMachinery} from './arrange.ts'
import {escapeUnknownTags, MACHINERY} from './elements.ts'
import {beyondHtmlLimits, beyondLimits, Findings} from './findings.ts'
import {type Context, resolveLink, type TreeNode} from './read-inline.ts'
import {readTree} from './read-tree.ts'
import {type FrontMatter, readFrontMatter} from './title-and-date.ts'

const parser = unified().use(remarkParse).use(remarkGfm)

/**
 * Reads a policy from Markdown (CommonMark with GitHub's additions, and HTML within it), with front matter or without.
 *
 * The result depends on the text and the options alone. No words are left out: what cannot be kept in the form that it has is
 * kept in the nearest one, and named with its line.
 */
export function policyFromMarkdown(markdown: string, options: ReadOptions = {}): ReadPolicy {
  const findings = new Findings()
  const beyond = beyondLimits(markdown)
  for (const {line, message} of beyond) findings.add('refused', line, '', message)
  if (beyond.length > 0) return {ok: false, findings: findings.list()}
  const {source, matter} = withoutFrontMatter(markdown, options, findings)
  const parts = readTree(treeOf(source, findings).children, contextOf(source, options, findings))
  return arranged(
    withoutMachinery(parts, findings),
    {...options, date: matter.lastUpdated ?? options.date},
    matter.title,
    source,
    findings,
  )
}

/**
 * Reads a policy from a page of HTML, with the front matter that Jekyll and Hugo put before it or without: from its `<main>` or
 * `<article>` where it has one. What stands around the text (menus, the foot of the page) and what runs on the page is left out
 * and named.
 */
export function policyFromHtml(html: string, options: ReadOptions = {}): ReadPolicy {
  const findings = new Findings()
  const beyond = beyondHtmlLimits(html)
  if (beyond) {
    findings.add('refused', beyond.line, '', beyond.message)
    return {ok: false, findings: findings.list()}
  }
  const {source, matter} = withoutFrontMatter(html, options, findings)
  const root: Root = fromHtml(escapeUnknownTags(source), {verbose: false})
  const text =
    find(root, ({tagName, properties}) => tagName === 'main' || properties.role === 'main') ??
    find(root, ({tagName}) => tagName === 'article')
  const nodes = text
    ? withoutMachines(text.children, AROUND_IN_TEXT, findings)
    : withoutMachines(find(root, ({tagName}) => tagName === 'body')?.children ?? [], AROUND, findings)
  const parts = readTree(nodes, {...contextOf('', options, findings), isPage: true})
  return arranged(
    withoutMachinery(parts, findings),
    {
      ...options,
      date: matter.lastUpdated ?? options.date,
      title: options.title ?? pageTitle(find(root, ({tagName}) => tagName === 'title')),
    },
    matter.title,
    source,
    findings,
  )
}

/** A file whose front matter is spaces, so that lines and places stay those of the file. */
function withoutFrontMatter(
  file: string,
  {locale = 'en-US'}: ReadOptions,
  findings: Findings,
): {source: string; matter: FrontMatter} {
  // The parsers count without a byte order mark.
  const text = file.replace(/^\uFEFF/, '')
  const matter = readFrontMatter(text, locale, findings)
  return {source: text.slice(0, matter.end).replace(/[^\r\n]/g, ' ') + text.slice(matter.end), matter}
}

const contextOf = (source: string, options: ReadOptions, findings: Findings): Context => ({
  findings,
  source,
  anchors: [],
  isPage: false,
  resolve: (href, place) => resolveLink(href, place, options, findings),
})

/** The tree of a text's HTML, as a browser would have it. */
function treeOf(source: string, findings: Findings): Root {
  const document = parseInPieces(source)
  let hasHtml = false
  const prepare = (node: Document | RootContent): void => {
    if (node.type === 'html') {
      hasHtml = true
      node.value = escapeUnknownTags(node.value)
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

/** The parser looks through all that it has read at the end of each list, so that a text takes the square of its length. */
const PIECE_CHARACTERS = 2_000

/** `[label]: address` and `[^label]: words`, to which links and notes anywhere in the text lead. */
const DEFINITION = /^(?: {0,3}>)* {0,3}\[((?:[^\]\\\n]|\\.)+)\]:/gm

/**
 * Parses a text piece by piece, with the result that parsing it at once has. Before each piece stand the names that are defined
 * in others, since only with those is `[words][label]` a link.
 */
function parseInPieces(source: string): Document {
  const labels = [...new Set([...source.matchAll(DEFINITION)].map(({1: label = ''}) => label))]
  const document: Document = {type: 'root', children: []}
  let [line, offset] = [0, 0]
  for (const piece of piecesOf(source)) {
    const words = labels.length > 0 ? plainLabel(piece) : ''
    const used = labels.filter((label) => words.includes(`[${plainLabel(label)}]`))
    const before = used.map((label) => `[${label}]: #\n\n`).join('')
    const stubs = before === '' ? '' : `${before}***\n\n`
    const lines = stubs.split('\n').length - 1
    for (const node of parser.parse(stubs + piece).children) {
      if ((node.position?.start.offset ?? 0) < stubs.length) continue
      shift(node, line - lines, offset - stubs.length)
      document.children.push(node)
    }
    line += piece.split(/\r\n|\r|\n/).length - 1
    offset += piece.length
  }
  return document
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

/** What stands around the text of a page; within `<main>` or `<article>`, where heads and feet are those of the text. */
const AROUND: ReadonlySet<string> = new Set(['header', 'footer', 'nav', 'aside'])
const AROUND_IN_TEXT: ReadonlySet<string> = new Set(['nav'])

/** The parts of a page without menus, and without programs and drawings. A head that holds the page's title is a part of the text. */
function withoutMachines(
  nodes: readonly TreeNode[],
  around: ReadonlySet<string>,
  findings: Findings,
): TreeNode[] {
  return nodes.flatMap((node): TreeNode[] => {
    if (node.type !== 'element') return [node]
    const isTitle = node.tagName === 'header' && find(node, ({tagName}) => tagName === 'h1') !== undefined
    if (MACHINERY.has(node.tagName) || (around.has(node.tagName) && !isTitle)) {
      findings.add(
        'note',
        node,
        `<${node.tagName}>`,
        'A part of the old page around its text, or one that runs on it. It was left out.',
      )
      return []
    }
    const children = withoutMachines(node.children, around, findings)
    return [{...node, children: children.filter((child) => child.type !== 'doctype')}]
  })
}

function find(node: Root | Element, matches: (element: Element) => boolean): Element | undefined {
  for (const child of node.children) {
    if (child.type !== 'element') continue
    const found = matches(child) ? child : find(child, matches)
    if (found) return found
  }
  return undefined
}

/** The title of a page without the name of its site: `Terms of Service | Acme`. */
const pageTitle = (node: Element | undefined): string | undefined =>
  node?.children
    .map((child) => (child.type === 'text' ? child.value : ''))
    .join('')
    .replace(/\s+/g, ' ')
    .trim()
    .split(/ [|·•–—-] /)[0] || undefined
