import type {BlockContent, ListItem, Paragraph, PhrasingContent} from 'mdast'
import {z} from 'zod'
import {type List, listMarker, nestLists} from '../format/lists.ts'
import {readText, type TextBlock, type TextMember, type TextTable} from '../format/portable-text.ts'
import {visitorHref} from '../links/href.ts'
import {write} from './document.ts'

type Options = {
  /** What stands after the label of a "Last updated" line. */
  lastUpdated?: string | undefined
}

/** A text of the Content Lake as Markdown (CommonMark, with GitHub's tables). No words of it are lost. */
export function formattedTextMarkdown(
  value: readonly unknown[] | null | undefined,
  options: Options = {},
): string {
  return write(partsOf(readText(value).members, options))
}

function partsOf(members: readonly TextMember[], options: Options): BlockContent[] {
  const parts: BlockContent[] = []
  let items: TextBlock[] = []
  for (const member of members) {
    if (member._type === 'block' && member.listItem) {
      items.push(member)
      continue
    }
    parts.push(...listsOf(nestLists(items)), ...partOf(member, options))
    items = []
  }
  return [...parts, ...listsOf(nestLists(items))]
}

const described = z.object({alt: z.string()})

function partOf(part: TextMember, options: Options): BlockContent[] {
  switch (part._type) {
    case 'block':
      return textOf(part)
    case 'table':
      return tableOf(part)
    case 'callout': {
      const label = wordsOf(part.label)
      const children = [
        ...(label.length > 0 ? [paragraph([{type: 'strong', children: label}])] : []),
        ...partsOf(part.text, options),
      ]
      return children.length > 0 ? [{type: 'blockquote', children}] : []
    }
    case 'figure': {
      const alt = described.safeParse(part.picture).data?.alt
      const words = wordsOf([alt, part.caption].filter(Boolean).join(' '))
      return words.length > 0 ? [paragraph(words)] : []
    }
    case 'lastUpdatedMarker': {
      const label: PhrasingContent = {type: 'strong', children: wordsOf(part.label)}
      const {lastUpdated} = options
      return [paragraph(lastUpdated ? [label, {type: 'text', value: ` ${lastUpdated}`}] : [label])]
    }
  }
}

const paragraph = (children: PhrasingContent[], indent = 0): Paragraph => ({
  type: 'paragraph',
  children,
  ...(indent > 0 && {data: {indent}}),
})

const HEADINGS: ReadonlyMap<unknown, 2 | 3 | 4> = new Map([
  ['subtitle', 2],
  ['h2', 2],
  ['h3', 3],
  ['h4', 4],
])

function textOf(part: TextBlock): BlockContent[] {
  const depth = HEADINGS.get(part.style)
  const runs = runsOf(part)
  // A heading of Markdown is one line.
  const children = phrasing(
    depth ? runs.map((run) => ({...run, text: run.text.replaceAll('\n', ' ')})) : runs,
  )
  if (children.length === 0) return []
  return [depth ? {type: 'heading', depth, children} : paragraph(children)]
}

function tableOf({caption, rows}: TextTable): BlockContent[] {
  const words = wordsOf(caption)
  const columns = Math.max(0, ...rows.map(({cells}) => cells.length))
  const cellsOf = (cells: readonly string[]) =>
    Array.from({length: columns}, (_, column) => ({
      type: 'tableCell' as const,
      // A row of Markdown is one line.
      children: wordsOf(cells[column]?.replace(/\s*\n\s*/g, ' ')),
    }))
  return [
    ...(words.length > 0 ? [paragraph(words)] : []),
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

/** Spaces before a lettered item inside another. Four would make it code (CommonMark 0.31, §4.4). */
const LETTERED_INDENT = 3

/**
 * Nested lists as Markdown has them. Markdown counts with digits alone, so an item that is numbered with a letter is a
 * paragraph that begins with the letter, inside the item that it belongs to.
 */
function listsOf(lists: readonly List<TextBlock>[], indent = 0): BlockContent[] {
  return lists.flatMap(({listItem, level, items}): BlockContent[] => {
    const isNumbered = listItem === 'number'
    if (isNumbered && listMarker(level, 1) !== '1.')
      return items.flatMap(({item, lists: inside}, index) => [
        paragraph(
          [{type: 'text', value: `${listMarker(level, index + 1)} `}, ...phrasing(runsOf(item))],
          indent,
        ),
        ...listsOf(inside, LETTERED_INDENT),
      ])
    const children = items.map(({item, lists: inside}): ListItem => {
      const words = phrasing(runsOf(item))
      const nested = listsOf(inside)
      const spread = nested.some(({type}) => type === 'paragraph')
      return {
        type: 'listItem',
        spread,
        children: [...(words.length > 0 ? [paragraph(words)] : []), ...nested],
      }
    })
    return [{type: 'list', ordered: isNumbered, spread: children.some(({spread}) => spread), children}]
  })
}

/** Words with the same marks. A line break is a run of its own. */
type Run = {text: string; marks: readonly string[]; href: string | undefined}

function runsOf({children, markDefs}: TextBlock): Run[] {
  const hrefs = new Map(markDefs.map(({_key, href}) => [_key, visitorHref(href ?? '')]))
  const runs = children.map(({text, marks}) => {
    const key = marks.find((mark) => hrefs.has(mark))
    return {text, marks, href: key === undefined ? undefined : hrefs.get(key)}
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
  phrasing(inLines({text: words ?? '', marks: [], href: undefined}))

/** What wraps words, outermost first; `of` gives what it is for one run, and nothing for a run without it. */
const LAYERS: readonly {
  of: (run: Run) => string | undefined
  wrap: (value: string, children: PhrasingContent[]) => PhrasingContent
}[] = [
  {of: ({href}) => href, wrap: (url, children) => ({type: 'link', url, children})},
  {of: marked('strong'), wrap: (_, children) => ({type: 'strong', children})},
  {of: marked('em'), wrap: (_, children) => ({type: 'emphasis', children})},
]

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
      ...(inside.length > 0 ? [layer.wrap(value, wrapped(inside, depth + 1))] : []),
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
