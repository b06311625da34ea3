import type {Element} from 'hast'
import {defaultNumbering} from '#lib/format/lists.ts'
import {
  type CalloutContent,
  type Content,
  isWhollyStrong,
  mergeRuns,
  type Run,
  strong,
  type TableContent,
  type TextContent,
  textOf,
  withoutStrong,
  wordsOf,
} from './content.ts'
import {
  ALERT,
  alertOf,
  codeOf,
  gridOf,
  isBlock,
  itemNumbers,
  letters,
  numberingOf,
  REFUSED,
} from './elements.ts'
import {lineOf} from './findings.ts'
import {
  type Context,
  inOneLine,
  noteProgram,
  readRuns,
  sectionDepth,
  type TreeNode,
  takeAnchors,
  takeOwnAnchor,
} from './read-inline.ts'

/** A heading with its level in the file, or a paragraph that is meant as one, before the levels of the page are known. */
export type FoundHeading = {heading: TextContent; depth: number; line: number}

/** What a file holds, in order; `line` is where it begins. */
export type Found = FoundHeading | {content: Content; line: number}

/** Where some parts stand: inside which list item, by its level, and whether inside a quotation. */
type Place = {level: number; isQuoted: boolean}

const TOP: Place = {level: 0, isQuoted: false}

/** The Studio's editor nests lists no deeper. */
const MAX_LIST_LEVEL = 10

/** The parts of a text, in order, from the tree of its HTML. No words of it are left out. */
export function readTree(nodes: readonly TreeNode[], context: Context): Found[] {
  const found: Found[] = []
  readParts(nodes, TOP, context, (part, node) => {
    const line = node ? lineOf(node) : 1
    found.push('depth' in part ? {...part, line} : {content: part, line})
  })
  return found
}

type Part = Content | {heading: TextContent; depth: number}
type Emit = (part: Part, node: TreeNode | undefined) => void

/** A comment by which the Markdown twin says what Markdown cannot, of the part that follows. */
const DIRECTIVES = {
  caption: 'caption',
  callout: 'call-out',
  labelled: 'call-out with a label',
  noHead: 'table without a head',
  subtitle: 'subtitle',
} as const

/** Goes through the parts of a tree: neighbouring words are a paragraph, as in a browser. */
function readParts(nodes: readonly TreeNode[], place: Place, context: Context, emit: Emit): void {
  let words: TreeNode[] = []
  let directive = ''
  let caption = ''
  const flush = () => {
    const [first] = words
    if (words.length > 0) readParagraph(words, first, place, context, emit)
    words = []
  }
  for (const node of nodes) {
    if (node.type === 'comment') {
      const said = node.value.trim()
      noteProgram(node, context)
      if (Object.values<string>(DIRECTIVES).includes(said) || / head rows$/.test(said)) {
        flush()
        directive = said
      }
      continue
    }
    if (node.type !== 'element' || !isBlock(node)) {
      words.push(node)
      continue
    }
    flush()
    if (directive === DIRECTIVES.caption && node.tagName === 'p') {
      caption = textOf(readRuns(node.children, context))
      directive = ''
      continue
    }
    if (node.tagName === 'table') {
      const table = readTable(node, place, context)
      const rows = / head rows$/.test(directive) ? Number.parseInt(directive, 10) : undefined
      const headerRows = directive === DIRECTIVES.noHead ? 0 : rows
      emit({...table, ...(headerRows !== undefined && {headerRows}), ...(caption && {caption})}, node)
      caption = ''
    } else if (node.tagName === 'blockquote' && directive.startsWith(DIRECTIVES.callout))
      readCallout(node, directive === DIRECTIVES.labelled, place, context, emit)
    else if (directive === DIRECTIVES.subtitle && /^h[1-6]$/.test(node.tagName))
      emit(block(context, readRuns(node.children, context), {style: 'subtitle'}), node)
    else readElement(node, place, context, emit)
    directive = ''
  }
  flush()
}

function readElement(node: Element, place: Place, context: Context, emit: Emit): void {
  const {tagName, children} = node
  const about = REFUSED.get(tagName)
  if (tagName === 'form' && context.isPage) {
    context.findings.add(
      'note',
      node,
      '<form>',
      'A form of the old page. Its words were kept, and it was left out.',
    )
  } else if (about !== undefined) {
    context.findings.add('refused', node, `<${tagName}>`, about)
    return
  }
  if (tagName === 'head') return
  if (tagName === 'hr') {
    context.findings.add(
      'note',
      node,
      '',
      'A horizontal line. The page sets sections apart by itself, so it was left out.',
    )
    return
  }
  if (/^h[1-6]$/.test(tagName)) {
    takeAnchors(node, context)
    readHeading(node, place, context, emit)
    return
  }
  if (tagName === 'ul' || tagName === 'ol' || tagName === 'menu') {
    takeAnchors(node, context)
    readList(node, place, context, emit)
    return
  }
  if (tagName === 'blockquote') {
    takeAnchors(node, context)
    const alert = alertOf(node)
    if (alert) readAlert(node, alert, place, context, emit)
    else readParts(children, {...place, isQuoted: true}, context, emit)
    return
  }
  if (tagName === 'aside') {
    takeAnchors(node, context)
    const {dataCallout} = node.properties
    const label = typeof dataCallout === 'string' && dataCallout ? {label: dataCallout} : {}
    emitCallout({...label, callout: readShort(node, context), ...inside(place)}, node, emit)
    return
  }
  if (tagName === 'pre') {
    takeAnchors(node, context)
    emit({...codeOf(node), ...inside(place)}, node)
    return
  }
  takeAnchors(node, context)
  if (tagName === 'dt' || tagName === 'summary') {
    const runs = readRuns(children, context)
    if (runs.length > 0) emit(block(context, strong(runs), paragraphOf(place)), node)
    return
  }
  readParts(children, place, context, emit)
}

/** What a paragraph is besides its words, where it stands. */
const paragraphOf = ({level, isQuoted}: Place): Omit<TextContent, 'runs'> => ({
  style: isQuoted ? 'blockquote' : 'normal',
  ...(level > 0 && {listItem: 'continued' as const, level}),
})

/** A block with the anchors that were read before it and in it. */
function block(context: Context, runs: Run[], kind: Omit<TextContent, 'runs'>): TextContent {
  const anchors = context.anchors.splice(0)
  return {...kind, ...(anchors.length > 0 && {anchors}), runs}
}

const inside = ({level}: Place) => (level > 0 ? {level} : {})

/** Words by themselves. A picture that is all of them is a picture; a short bold line with a number is a heading. */
function readParagraph(
  nodes: readonly TreeNode[],
  first: TreeNode | undefined,
  place: Place,
  context: Context,
  emit: Emit,
): void {
  const telling = nodes.filter(
    (node) => node.type === 'element' || (node.type === 'text' && node.value.trim() !== ''),
  )
  const [only] = telling
  if (telling.length === 1 && only?.type === 'element' && only.tagName === 'img') {
    const {src, alt, title} = only.properties
    const words = typeof alt === 'string' ? alt.trim() : ''
    if (typeof src === 'string' && src !== '')
      emit(
        {
          picture: src,
          alt: words,
          ...(typeof title === 'string' && title && {caption: title}),
          ...inside(place),
        },
        first,
      )
    return
  }
  const read = readRuns(nodes, context)
  const runs = takeOwnAnchor(read, context)
  // An anchor by itself belongs to the part before it.
  if (runs.length === 0 && read.length > 0) {
    context.anchors.shift()
    emit(block(context, read, paragraphOf(place)), first)
  }
  if (runs.length === 0) return
  const depth = place.level === 0 && !place.isQuoted ? sectionDepth(runs) : undefined
  if (depth === undefined) emit(block(context, runs, paragraphOf(place)), first)
  else emit({heading: block(context, withoutStrong(runs), {style: 'normal'}), depth}, first)
}

function readHeading(node: Element, place: Place, context: Context, emit: Emit): void {
  const runs = takeOwnAnchor(inOneLine(readRuns(node.children, context)), context)
  if (runs.length === 0) {
    if (node.children.length > 0) readParts(node.children, place, context, emit)
    return
  }
  // Inside a list or a quotation it names no section of the text.
  if (place.level > 0 || place.isQuoted) emit(block(context, strong(runs), paragraphOf(place)), node)
  else {
    const words = isWhollyStrong(runs) ? withoutStrong(runs) : runs
    emit({heading: block(context, words, {style: 'normal'}), depth: Number(node.tagName.slice(1))}, node)
  }
}

/** Turns a list with everything in it into items in reading order, each with its level from 1 and its number. */
function readList(list: Element, {level: outer, isQuoted}: Place, context: Context, emit: Emit): void {
  const level = Math.min(outer + 1, MAX_LIST_LEVEL)
  const items = list.children.filter((child) => child.type === 'element')
  const lettered = list.tagName === 'ol' ? undefined : letters(items, level, context.source)
  const isNumbered = list.tagName === 'ol' || lettered !== undefined
  const numbering = lettered?.numbering ?? numberingOf(list)
  const numbers = lettered?.numbers ?? itemNumbers(list, items, context.source)
  for (const [index, item] of items.entries()) {
    const kind = {
      style: isQuoted ? ('blockquote' as const) : ('normal' as const),
      listItem: isNumbered ? ('number' as const) : ('bullet' as const),
      level,
      ...(isNumbered && {itemNumber: numbers[index] ?? 1}),
      ...(isNumbered && numbering !== defaultNumbering(level) && {numbering}),
    }
    takeAnchors(item, context)
    if (item.tagName === 'li') readItem(item, kind, {level, isQuoted}, context, emit)
    else readParts([item], {level, isQuoted}, context, emit)
  }
}

/** An item: its first paragraph, or nothing where it begins with something else, and what goes on inside it. */
function readItem(
  item: Element,
  kind: Omit<TextContent, 'runs'>,
  place: Place,
  context: Context,
  emit: Emit,
): void {
  let isFirst = true
  const anchors = context.anchors.splice(0)
  const emitItem = (runs: Run[], own: readonly string[]) => {
    const names = [...anchors, ...own]
    emit({...kind, ...(names.length > 0 && {anchors: names}), runs}, item)
    isFirst = false
  }
  readParts(item.children, place, context, (part, node) => {
    const isWords = 'runs' in part && part.listItem === 'continued' && part.level === place.level
    if (isFirst && isWords && part.style === kind.style) {
      emitItem(part.runs, part.anchors ?? [])
      return
    }
    if (isFirst) emitItem([], [])
    emit(part, node)
  })
  if (isFirst) emitItem([], context.anchors.splice(0))
}

/** A table with all of its words, each cell's in the first place that the cell takes. */
function readTable(table: Element, place: Place, context: Context): TableContent {
  takeAnchors(table, context)
  const {rows, headerRows, isMerged} = gridOf(table)
  const read = (cell: Element, isHead: boolean) => {
    const text = readCell(cell, isHead, context)
    if (isMerged(cell))
      context.findings.add(
        'note',
        cell,
        text.flatMap(wordsOf).join(' ').slice(0, MAX_SHOWN_CHARACTERS),
        'A table cell that reaches over several columns or rows. Its words stand in the first of them, and the others are empty: see whether the table still reads well.',
      )
    return text
  }
  const [caption] = table.children.filter((child) => child.type === 'element' && child.tagName === 'caption')
  const words = caption?.type === 'element' ? textOf(readRuns(caption.children, context)) : ''
  return {
    rows: rows.map((cells, row) => cells.map((cell) => (cell ? read(cell, row < headerRows) : []))),
    ...(headerRows !== 1 && {headerRows}),
    ...(words && {caption: words}),
    ...inside(place),
  }
}

const MAX_SHOWN_CHARACTERS = 40

/** A cell is a short text: of what it cannot hold, such as a table, the words are kept. */
function readCell(cell: Element, isHead: boolean, context: Context): TextContent[] {
  const text = readShort(cell, context)
  // The page sets the names of the columns bold, and nothing else.
  if (isHead)
    return text.map((part) => (isWhollyStrong(part.runs) ? {...part, runs: withoutStrong(part.runs)} : part))
  return cell.tagName === 'th' ? text.map((part) => ({...part, runs: strong(part.runs)})) : text
}

function readShort(node: Element, context: Context): TextContent[] {
  const parts: TextContent[] = []
  takeAnchors(node, context)
  readParts(node.children, TOP, context, (part) => {
    if ('heading' in part) parts.push({...part.heading, runs: strong(part.heading.runs)})
    else if ('runs' in part) parts.push({...part, style: 'normal'})
    // One within another: its paragraphs follow, with their links and marks.
    else if ('callout' in part) parts.push(...bold(part.label), ...part.callout)
    else if ('rows' in part) parts.push(...bold(part.caption), ...part.rows.flat(2))
    else
      for (const text of wordsOf(part))
        parts.push({style: 'normal', runs: inLines(text, 'code' in part ? ['code'] : [])})
  })
  return parts
}

const bold = (text: string | undefined): TextContent[] =>
  text ? [{style: 'normal', runs: [{text, decorators: ['strong']}]}] : []

/** Words line by line; a line break has no marks. */
const inLines = (words: string, decorators: Run['decorators']): Run[] =>
  mergeRuns(
    words
      .split(/(\n+)/)
      .map((text): Run => (text.startsWith('\n') ? {text, decorators: []} : {text, decorators})),
  )

function readAlert(quote: Element, name: string, place: Place, context: Context, emit: Emit): void {
  const paragraph = quote.children.find((child) => child.type === 'element')
  const [first] = paragraph?.children ?? []
  if (first?.type === 'text') first.value = first.value.replace(ALERT, '')
  const label = name.slice(0, 1) + name.slice(1).toLowerCase()
  emitCallout({label, callout: readShort(quote, context), ...inside(place)}, quote, emit)
}

/** A quotation of which the twin says that it is a call-out; its first paragraph may be the label. */
function readCallout(quote: Element, isLabelled: boolean, place: Place, context: Context, emit: Emit): void {
  const text = readShort(quote, context)
  const [first, ...rest] = text
  const content: CalloutContent =
    isLabelled && first ? {label: textOf(first.runs), callout: rest} : {callout: text}
  emitCallout({...content, ...inside(place)}, quote, emit)
}

function emitCallout(content: CalloutContent, quote: Element, emit: Emit): void {
  if (content.callout.length > 0 || content.label) emit(content, quote)
}
