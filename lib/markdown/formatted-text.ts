import type {BlockContent, ListItem, Paragraph, PhrasingContent} from 'mdast'
import {z} from 'zod'
import {writtenDate} from '../format/dates.ts'
import {isList, type List, listMarker, nestLists} from '../format/lists.ts'
import {readText, type TextBlock, type TextMember, type TextTable} from '../format/portable-text.ts'
import {visitorHref} from '../links/href.ts'
import {write} from './document.ts'

type Options = {
  /** ISO date of a policy, which stands where its text has it. */
  lastUpdated?: string | undefined
}

/**
 * A text of the Content Lake as Markdown (CommonMark, with GitHub's tables). No words of it are lost.
 *
 * What Markdown cannot say stands in it as HTML, which is part of Markdown: an anchor, a line break in a cell, and, in a
 * comment before the part, that a quotation is a call-out or a paragraph the caption of a table. The importer reads all of it
 * as it was.
 */
export function formattedTextMarkdown(
  value: readonly unknown[] | null | undefined,
  options: Options = {},
): string {
  return write(partsOf(readText(value).members, options))
}

const isQuoted = (member: TextMember): boolean => member._type === 'block' && member.style === 'blockquote'

const isInList = (member: TextMember): boolean =>
  member._type === 'block' ? member.listItem !== undefined : 'level' in member && member.level !== undefined

function partsOf(members: readonly TextMember[], options: Options): BlockContent[] {
  const parts: BlockContent[] = []
  for (const group of groupsOf(members)) {
    const [first] = group
    if (!first) continue
    if (isInList(first)) parts.push(...listsOf(nestLists(group), options))
    else if (isQuoted(first)) parts.push(quotation(partsOf(group.map(unquoted), options)))
    else parts.push(...group.flatMap((member) => partOf(member, options)))
  }
  return joinedQuotations(parts)
}

/** Neighbours that make up one list, one quotation, or stand by themselves. */
function groupsOf(members: readonly TextMember[]): TextMember[][] {
  const groups: TextMember[][] = []
  const kind = (member: TextMember) => (isInList(member) ? 'list' : isQuoted(member) ? 'quotation' : 'part')
  for (const member of members) {
    const last = groups.at(-1)
    if (last?.[0] && kind(last[0]) === kind(member)) last.push(member)
    else groups.push([member])
  }
  return groups
}

const unquoted = (member: TextMember): TextMember =>
  member._type === 'block' && isQuoted(member) ? {...member, style: 'normal'} : member

const quotation = (children: BlockContent[]): BlockContent => ({
  type: 'blockquote',
  children,
  data: {isQuotation: true},
})

/** Neighbouring quotations as one; Markdown keeps two apart that are one on the page. */
function joinedQuotations(parts: readonly BlockContent[]): BlockContent[] {
  const joined: BlockContent[] = []
  for (const part of parts) {
    const last = joined.at(-1)
    if (
      part.type === 'blockquote' &&
      last?.type === 'blockquote' &&
      part.data?.isQuotation &&
      last.data?.isQuotation
    )
      last.children.push(...part.children)
    else joined.push(part)
  }
  return joined
}

const comment = (words: string): BlockContent => ({type: 'html', value: `<!-- ${words} -->`})

const described = z.object({alt: z.string()})

function partOf(part: TextMember, options: Options): BlockContent[] {
  switch (part._type) {
    case 'block':
      return textOf(part, options)
    case 'table':
      return tableOf(part, options)
    case 'code':
      return [{type: 'code', value: part.code, lang: part.language ?? null}]
    case 'callout': {
      const label = wordsOf(part.label)
      const children = [
        ...(label.length > 0 ? [paragraph([{type: 'strong', children: label}])] : []),
        ...partsOf(part.text, options),
      ]
      return children.length > 0
        ? [comment(label.length > 0 ? 'call-out with a label' : 'call-out'), {type: 'blockquote', children}]
        : []
    }
    case 'figure': {
      const alt = described.safeParse(part.picture).data?.alt
      const words = wordsOf([alt, part.caption].filter(Boolean).join(' '))
      return words.length > 0 ? [paragraph(words)] : []
    }
    case 'lastUpdatedMarker': {
      const label: PhrasingContent = {type: 'strong', children: wordsOf(part.label)}
      const date = dateOf(part.format, options)
      return [paragraph(date ? [label, {type: 'text', value: ` ${date}`}] : [label])]
    }
  }
}

const dateOf = (format: string | undefined, {lastUpdated}: Options): string =>
  lastUpdated === undefined ? '' : writtenDate(lastUpdated, format || undefined)

const paragraph = (children: PhrasingContent[]): Paragraph => ({type: 'paragraph', children})

const HEADINGS: ReadonlyMap<unknown, 2 | 3 | 4> = new Map([
  ['subtitle', 2],
  ['h2', 2],
  ['h3', 3],
  ['h4', 4],
])

function textOf(part: TextBlock, options: Options): BlockContent[] {
  const depth = HEADINGS.get(part.style)
  const runs = runsOf(part, options)
  // A heading of Markdown is one line.
  const words = phrasing(depth ? runs.map((run) => ({...run, text: run.text.replaceAll('\n', ' ')})) : runs)
  if (words.length === 0) return []
  const children = [...anchorsOf(part), ...words]
  if (!depth) return [paragraph(children)]
  const heading: BlockContent = {type: 'heading', depth, children}
  return part.style === 'subtitle' ? [comment('subtitle'), heading] : [heading]
}

const html = (value: string): PhrasingContent => ({type: 'html', value})

const anchorsOf = ({anchors = []}: TextBlock): PhrasingContent[] =>
  anchors.map((name) => html(`<a id="${name.replaceAll('&', '&amp;').replaceAll('"', '&quot;')}"></a>`))

function tableOf({caption, rows, headerRows = 1}: TextTable, options: Options): BlockContent[] {
  const words = wordsOf(caption)
  const columns = Math.max(0, ...rows.map(({cells}) => cells.length))
  const cellsOf = (cells: readonly TextBlock[][]) =>
    Array.from({length: columns}, (_, column) => ({
      type: 'tableCell' as const,
      children: cellOf(cells[column] ?? [], options),
    }))
  return [
    ...(words.length > 0 ? [comment('caption'), paragraph(words)] : []),
    ...(headerRows === 0 ? [comment('table without a head')] : []),
    ...(headerRows > 1 ? [comment(`${headerRows} head rows`)] : []),
    ...(columns > 0
      ? [
          {
            type: 'table' as const,
            children: rows.map(({cells}) => ({type: 'tableRow' as const, children: cellsOf(cells)})),
          },
        ]
      : []),
  ]
}

/** A row of Markdown is one line, so that what is more than a paragraph in a cell is HTML. */
function cellOf(text: readonly TextBlock[], options: Options): PhrasingContent[] {
  const [only] = text
  if (!only) return []
  const words = (block: TextBlock) => [
    ...anchorsOf(block),
    ...phrasing(runsOf(block, options)).flatMap((node) => inOneLine(node)),
  ]
  if (text.length === 1 && only.listItem === undefined) return words(only)
  const lists = (nested: readonly List<TextBlock>[]): PhrasingContent[] =>
    nested.flatMap(({listItem, numbering, items}) => {
      const isNumbered = listItem === 'number'
      const type = numbering === 'decimal' ? '' : ` type="${TYPES[numbering]}"`
      return [
        html(isNumbered ? `<ol${type}>` : '<ul>'),
        ...items.flatMap(({item, number, inside}) => [
          html(isNumbered ? `<li value="${number}">` : '<li>'),
          ...words(item),
          ...inside.flatMap((part) =>
            isList(part) ? lists([part]) : [html('<p>'), ...words(part), html('</p>')],
          ),
          html('</li>'),
        ]),
        html(isNumbered ? '</ol>' : '</ul>'),
      ]
    })
  return groupsOf(text).flatMap((group) => {
    const blocks = group.flatMap((member) => (member._type === 'block' ? [member] : []))
    return blocks[0]?.listItem
      ? lists(nestLists(blocks))
      : blocks.flatMap((block) => [html('<p>'), ...words(block), html('</p>')])
  })
}

const TYPES = {
  decimal: '1',
  'lower-alpha': 'a',
  'upper-alpha': 'A',
  'lower-roman': 'i',
  'upper-roman': 'I',
} as const

/** A line break as HTML, wherever it stands in a node. */
function inOneLine(node: PhrasingContent): PhrasingContent[] {
  if (node.type === 'break') return [html('<br>')]
  switch (node.type) {
    case 'strong':
    case 'emphasis':
    case 'delete':
    case 'link':
      return [{...node, children: node.children.flatMap(inOneLine)}]
    default:
      return [node]
  }
}

/**
 * Nested lists as Markdown has them. Markdown counts with digits alone, so an item that is counted with letters is one with a
 * bullet and the letter: `- a. words`. An item whose number is not the next one begins another list.
 */
function listsOf(lists: readonly List<TextMember>[], options: Options): BlockContent[] {
  return lists.flatMap((list): BlockContent[] => {
    const {listItem, numbering, items} = list
    if (list.isQuoted) return [quotation(listsOf([unquotedList(list)], options))]
    const isNumbered = listItem === 'number'
    const isCounted = isNumbered && numbering === 'decimal'
    const made: BlockContent[] = []
    for (const [index, {item, number, inside}] of items.entries()) {
      const letter = isNumbered && !isCounted ? [html(`${listMarker(numbering, number)} `)] : []
      const words = item._type === 'block' ? [...anchorsOf(item), ...phrasing(runsOf(item, options))] : []
      const nested = joinedQuotations(inside.flatMap((part) => insideOf(part, options)))
      const spread = nested.some(({type}) => type !== 'list')
      const children = [
        ...(words.length + letter.length > 0 ? [paragraph([...letter, ...words])] : []),
        ...nested,
      ]
      const entry: ListItem = {type: 'listItem', spread, children}
      const last = made.at(-1)
      const isNext = index > 0 && number === (items[index - 1]?.number ?? 0) + 1
      if (last?.type === 'list' && (isNext || !isNumbered)) {
        last.children.push(entry)
        last.spread ||= spread
      } else
        made.push({
          type: 'list',
          ordered: isCounted,
          start: isCounted ? number : null,
          spread,
          children: [entry],
        })
    }
    return made
  })
}

function insideOf(part: TextMember | List<TextMember>, options: Options): BlockContent[] {
  if (isList(part)) return listsOf([part], options)
  if (part._type !== 'block') return partOf(part, options)
  const {listItem: _, level: __, ...block} = part
  return partsOf([block], options)
}

const unquotedList = (list: List<TextMember>): List<TextMember> => ({
  ...list,
  isQuoted: false,
  items: list.items.map(({item, number, inside}) => ({
    item: unquoted(item),
    number,
    inside: inside.map((part) => (isList(part) ? unquotedList(part) : unquoted(part))),
  })),
})

/** Words with the same marks. A line break is a run of its own. */
type Run = {text: string; marks: readonly string[]; link: Link | undefined}

type Link = {url: string; title: string | null}

function runsOf({children, markDefs}: TextBlock, options: Options): Run[] {
  const links = new Map(
    markDefs.map(({_key, href, title}): [string, Link | undefined] => {
      const url = visitorHref(href ?? '')
      return [_key, url === undefined ? undefined : {url, title: title ?? null}]
    }),
  )
  const runs = children.map((child) => {
    const {text, marks} = child
    const key = marks.find((mark) => links.has(mark))
    const date = child._type === 'lastUpdatedDate' ? dateOf(child.format, options) : text
    return {text: date, marks, link: key === undefined ? undefined : links.get(key)}
  })
  return runs.flatMap(inLines)
}

/** A run cut at its line breaks, without the spaces around them, which no reader sees. */
const inLines = (run: Run): Run[] =>
  run.text
    .split(/[^\S\r\n]*(\r\n?|\n)[^\S\r\n]*/)
    .filter(Boolean)
    .map((part) => ({...run, text: /^[\r\n]/.test(part) ? '\n' : part}))

const wordsOf = (words: string | null | undefined): PhrasingContent[] =>
  phrasing(inLines({text: words ?? '', marks: [], link: undefined}))

/** What wraps words, outermost first; `of` gives what it is for one run, and nothing for a run without it. */
const LAYERS: readonly {
  of: (run: Run) => string | undefined
  wrap: (children: PhrasingContent[], value: string) => PhrasingContent[]
}[] = [
  {
    of: ({link}) => link && JSON.stringify([link.url, link.title]),
    wrap: (children, value) => {
      const [url, title] = z.tuple([z.string(), z.string().nullable()]).parse(JSON.parse(value))
      return [{type: 'link', url, title, children}]
    },
  },
  {of: marked('strong'), wrap: (children) => [{type: 'strong', children}]},
  {of: marked('em'), wrap: (children) => [{type: 'emphasis', children}]},
  {of: marked('strike-through'), wrap: (children) => [{type: 'delete', children}]},
  {of: marked('underline'), wrap: tagged('u')},
  {of: marked('sup'), wrap: tagged('sup')},
  {of: marked('sub'), wrap: tagged('sub')},
]

/** A mark that Markdown has no sign for. */
function tagged(name: string) {
  return (children: PhrasingContent[]) => [html(`<${name}>`), ...children, html(`</${name}>`)]
}

function marked(mark: string) {
  return ({marks}: Run) => (marks.includes(mark) ? mark : undefined)
}

const phrasing = (runs: readonly Run[]): PhrasingContent[] => wrapped(split(runs).inside)

/** Runs within their layers, each layer around as many neighbours as share it. */
function wrapped(runs: readonly Run[], depth = 0): PhrasingContent[] {
  const layer = LAYERS[depth]
  if (!layer) return leavesOf(runs)
  return neighbours(runs, layer.of).flatMap(([value, group]): PhrasingContent[] => {
    if (value === undefined) return wrapped(group, depth + 1)
    // Marks may not touch spaces from inside (CommonMark 0.31, §6.2).
    const {before, inside, after} = split(group)
    return [
      ...wrapped(before, depth + 1),
      ...(inside.length > 0 ? layer.wrap(wrapped(inside, depth + 1), value) : []),
      ...wrapped(after, depth + 1),
    ]
  })
}

function leavesOf(runs: readonly Run[]): PhrasingContent[] {
  const kind = ({text, marks}: Run) => (text === '\n' ? 'break' : marks.includes('code') ? 'code' : 'text')
  return neighbours(runs, kind).flatMap(([type, group]): PhrasingContent[] => {
    if (type === 'break') return group.map(() => ({type: 'break'}))
    const value = group.map(({text}) => text).join('')
    return [{type: type === 'code' ? 'inlineCode' : 'text', value}]
  })
}

/** Runs divided into neighbours for which `of` gives the same. */
function neighbours<Value>(runs: readonly Run[], of: (run: Run) => Value): [Value, Run[]][] {
  const groups: [Value, Run[]][] = []
  for (const run of runs) {
    const value = of(run)
    const last = groups.at(-1)
    if (last && last[0] === value) last[1].push(run)
    else groups.push([value, [run]])
  }
  return groups
}

/** The spaces and line breaks at both ends of some runs, and what is between them. Spaces of code belong to the code. */
function split(runs: readonly Run[]): {before: Run[]; inside: Run[]; after: Run[]} {
  const isSpace = ({text, marks}: Run) => text.trim() === '' && (text === '\n' || !marks.includes('code'))
  const from = runs.findIndex((run) => !isSpace(run))
  const to = runs.findLastIndex((run) => !isSpace(run)) + 1
  if (from === -1) return {before: [...runs], inside: [], after: []}
  const [before, inside, after] = [runs.slice(0, from), runs.slice(from, to), runs.slice(to)]
  const [first, last] = [inside[0], inside.at(-1)]
  if (first && !first.marks.includes('code')) {
    const text = first.text.trimStart()
    if (text !== first.text) before.push({...first, text: first.text.slice(0, -text.length)})
    inside[0] = {...first, text}
  }
  if (last && !last.marks.includes('code')) {
    const end = inside.at(-1)?.text ?? ''
    const text = end.trimEnd()
    if (text !== end) after.unshift({...last, text: end.slice(text.length)})
    inside[inside.length - 1] = {...last, text}
  }
  return {before, inside, after}
}
