import type {Blockquote, Code, Nodes, Paragraph, PhrasingContent, RootContent, Table} from 'mdast'
import type {Findings} from './findings.ts'
import {ENTRY} from './read-inline.ts'

/** What may stand in a quotation or at the top of a text. */
export type Flow = Blockquote['children'][number]

export const isFlow = (part: RootContent): part is Flow => FLOW.has(part.type)

const FLOW: ReadonlySet<string> = new Set<Flow['type']>([
  'blockquote',
  'code',
  'definition',
  'footnoteDefinition',
  'heading',
  'html',
  'list',
  'paragraph',
  'table',
  'thematicBreak',
])

type Reading = {
  /** The file, in which the positions of the parts lie. */
  source: string
  findings: Findings
  /** Reads Markdown as the parser does, a few lines of it. */
  parse: (markdown: string) => RootContent[]
}

/**
 * Turns what other systems write besides the Markdown of GitHub into what it means: lists of terms (`: words` under a term),
 * comments of MDX, attributes of kramdown under the part that they belong to, marks within HTML, and clauses that are indented
 * as lawyers do, which Markdown takes for code.
 */
export function readDialects(parts: readonly RootContent[], reading: Reading): Flow[] {
  const read: Flow[] = []
  for (const part of parts) {
    if (!isFlow(part)) continue
    read.push(...readPart(part, read.at(-1), reading))
  }
  return read
}

function readPart(part: Flow, before: Flow | undefined, reading: Reading): Flow[] {
  switch (part.type) {
    case 'blockquote':
    case 'footnoteDefinition':
      part.children = readDialects(part.children, reading)
      return [part]
    case 'list':
      for (const item of part.children) item.children = readDialects(item.children, reading)
      return [part]
    case 'html':
      part.value = withMarks(part.value)
      return [part]
    case 'heading':
      dropComments(part.children)
      return [part]
    case 'table':
      dropComments(part.children)
      return [part, ...attributesUnder(part)]
    case 'code':
      return clausesOf(part, reading)
    case 'paragraph':
      dropComments(part.children)
      return linesBefore(part, ATTRIBUTES).flatMap((lines, index) =>
        index === 0 ? termsOf(lines, before) : [lines],
      )
    default:
      return [part]
  }
}

/** A comment of MDX, in braces; with `#` it is the anchor of a heading. */
const MDX_COMMENT = /\{\/\*(?!\s*#).{0,2000}?\*\/\}/gs

function dropComments(nodes: readonly Nodes[]): void {
  for (const node of nodes) {
    if (node.type === 'text') node.value = node.value.replace(MDX_COMMENT, '')
    if ('children' in node) dropComments(node.children)
  }
}

/** Bold words and links that are written as Markdown within HTML, where Markdown has none: Notion and MDX have them. */
function withMarks(html: string): string {
  if (!/\*\*|\]\(/.test(html) || /<(?:pre|code|script|style|textarea|!)/i.test(html)) return html
  const texts = html.split(/(<[^<>]*>)/)
  return texts
    .map((text, index) =>
      index % 2 === 1
        ? text
        : text
            .replace(/\*\*(?=\S)([^*\n]{1,300})\*\*/g, '<strong>$1</strong>')
            .replace(
              /\[([^\][\n]{1,300})\]\(((?:https?:|mailto:|[/#])[^()\s"']{0,500})\)/g,
              '<a href="$2">$1</a>',
            ),
    )
    .join('')
}

/** Attributes of kramdown, which stand under a part: `{: .lead}`. */
const ATTRIBUTES = /\n[ \t]*(?=\{:[^{}\n]{0,200}\}[ \t]*$)/

/** A line that defines the term above it, in kramdown and others: `: words`. */
const DEFINITION = /\n[ \t]*(?=:[ \t]+\S)/

/** A paragraph cut before lines that begin in a certain way. */
function linesBefore(paragraph: Paragraph, start: RegExp): Paragraph[] {
  const groups: PhrasingContent[][] = [[]]
  for (const child of paragraph.children) {
    const [first = '', ...others] = child.type === 'text' ? child.value.split(start) : []
    groups.at(-1)?.push(child.type === 'text' ? {...child, value: first} : child)
    for (const value of others) groups.push([{type: 'text', value}])
  }
  if (groups.length === 1) return [paragraph]
  const {line: first = 1, offset = 0} = paragraph.position?.start ?? {}
  let line = first
  return groups.map((children) => {
    const point = {line, column: 1, offset}
    line += 1 + children.reduce((lines, child) => lines + lineEnds(child), 0)
    return {...paragraph, children, position: {start: point, end: point}}
  })
}

function lineEnds(node: PhrasingContent): number {
  if (node.type === 'break') return 1
  if ('children' in node) return node.children.reduce((lines, child) => lines + lineEnds(child), 0)
  return 'value' in node ? node.value.split('\n').length - 1 : 0
}

/** Terms and what they mean as the elements that HTML has for them, or the paragraph as it is. */
function termsOf(paragraph: Paragraph, before: Flow | undefined): Paragraph[] {
  const [first] = paragraph.children
  const isDefinition = first?.type === 'text' && /^:[ \t]+\S/.test(first.value)
  const isAfterTerm = before?.type === 'paragraph' && before.children.every((child) => lineEnds(child) === 0)
  const [terms, ...meanings] = linesBefore(paragraph, DEFINITION)
  if (isDefinition && isAfterTerm) {
    before.data ??= {hName: 'dt'}
    return linesBefore(paragraph, DEFINITION).map(meaningOf)
  }
  if (!terms || meanings.length === 0 || isDefinition) return [paragraph]
  const named = linesBefore(terms, /\n/).map((term): Paragraph => ({...term, data: {hName: 'dt'}}))
  return [...named, ...meanings.map(meaningOf)]
}

function meaningOf(paragraph: Paragraph): Paragraph {
  const [first, ...others] = paragraph.children
  const words: PhrasingContent[] =
    first?.type === 'text'
      ? [{...first, value: first.value.replace(/^:[ \t]+/, '')}, ...others]
      : paragraph.children
  return {...paragraph, data: {hName: 'dd'}, children: words}
}

/** Attributes under a table are read as its last row. */
function attributesUnder(table: Table): Paragraph[] {
  const last = table.children.at(-1)
  const [only] = last?.children ?? []
  const [words] = only?.children ?? []
  if (last?.children.length !== 1 || words?.type !== 'text' || !/^\{:[^{}]*\}$/.test(words.value)) return []
  table.children.pop()
  return [{type: 'paragraph', children: [words], ...(last.position && {position: last.position})}]
}

/** Code that is indented, and of which each paragraph begins as a clause does: `(a) words`, `1.2 words`. */
function clausesOf(code: Code, {source, findings, parse}: Reading): Flow[] {
  const isFenced = /^\s*(?:```|~~~)/.test(source.slice(code.position?.start.offset ?? 0).slice(0, 20))
  if (code.lang || isFenced) return [code]
  const paragraphs = code.value.split(/\n[ \t]*\n/).map((text) => text.replace(/^[ \t]+/gm, '').trim())
  const areClauses = paragraphs.every((text) => ENTRY.test(text) && /^\(?\w/.test(text))
  if (!areClauses) {
    findings.add('note', code, '', 'Lines that are indented by four spaces, which Markdown takes for code.')
    return [code]
  }
  const {line = 1, offset = 0} = code.position?.start ?? {}
  const point = {line, column: 1, offset}
  return paragraphs
    .flatMap((text) => parse(text).filter(isFlow))
    .map((part) => ({...withoutPlaces(part), position: {start: point, end: point}}))
}

function withoutPlaces(part: Flow): Flow {
  const drop = (node: RootContent): void => {
    delete node.position
    if ('children' in node) for (const child of node.children) drop(child)
  }
  drop(part)
  return part
}
