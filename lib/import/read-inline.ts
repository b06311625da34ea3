import type {Element, ElementContent, RootContent} from 'hast'
import {type Decorator, mergeRuns, type Run, textOf} from './content.ts'
import type {Findings} from './findings.ts'

/** What reading a tree needs to know besides the tree. */
export type Context = {
  findings: Findings
  /** The text that the tree was parsed from, in which its positions lie. */
  source: string
  /** The address that a link gets on the site; nothing for one that visitors may not follow. */
  resolve: (href: string, place: Element) => string | undefined
  /** Anchors that were read and belong to the next part of the text. */
  anchors: string[]
}

/** A node as it stands in a tree, below its root or below an element. */
export type TreeNode = RootContent | ElementContent

/** A line break of the file, which is a space unless the lines are entries of a list: no text holds this sign. */
export const SOFT_BREAK = '\r'

const DECORATED: ReadonlyMap<string, Decorator> = new Map([
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

type Marks = {decorators: Decorator[]; href?: string; title?: string}

/**
 * The words of some nodes as runs, with spaces and line breaks as a browser shows them. A line break of the file is a space,
 * except before lines that are the entries of a list, such as `(a)` and `(b)`.
 */
export function readRuns(nodes: readonly TreeNode[], context: Context): Run[] {
  return inLines(mergeRuns(nodes.flatMap((node) => readNode(node, {decorators: []}, context))))
}

function readNode(node: TreeNode, marks: Marks, context: Context): Run[] {
  if (node.type === 'text') {
    const isCode = marks.decorators.includes('code')
    const text = node.value.replace(/\r\n|\r|\n/g, isCode ? ' ' : SOFT_BREAK)
    return [{...marks, text: isCode ? text : text.replace(/[ \t\f]+/g, ' ')}]
  }
  if (node.type !== 'element') return []
  takeAnchors(node, context)
  const inside = (added: Marks = marks) => node.children.flatMap((child) => readNode(child, added, context))
  switch (node.tagName) {
    case 'br':
      return [{...marks, text: '\n'}]
    case 'wbr':
      return []
    case 'img':
      return readImage(node, marks, context)
    case 'input':
      return node.properties.type === 'checkbox'
        ? [{...marks, text: node.properties.checked ? '☑ ' : '☐ '}]
        : []
    case 'q':
      return [{...marks, text: '“'}, ...inside(), {...marks, text: '”'}]
    case 'a':
      return readLink(node, marks, context, inside)
    default: {
      const decorator = DECORATED.get(node.tagName)
      return decorator ? inside(decorate(marks, decorator)) : inside()
    }
  }
}

function decorate(marks: Marks, decorator: Decorator): Marks {
  return {...marks, decorators: [...new Set([...marks.decorators, decorator])].sort()}
}

function readLink(node: Element, marks: Marks, context: Context, inside: (marks: Marks) => Run[]): Run[] {
  const {href, title} = node.properties
  if (typeof href !== 'string' || href === '') return inside(marks)
  const target = context.resolve(href, node)
  const runs = inside(
    target === undefined
      ? marks
      : {...marks, href: target, ...(typeof title === 'string' && title && {title})},
  )
  if (textOf(runs).trim() === '')
    context.findings.add(
      'note',
      node,
      href,
      'A link without words, which readers could not see. It was left out.',
    )
  return runs
}

/** A picture among words stands for what it shows. */
function readImage({properties, position}: Element, marks: Marks, {findings}: Context): Run[] {
  const alt = typeof properties.alt === 'string' ? properties.alt.trim() : ''
  findings.add(
    'note',
    {position},
    String(properties.src ?? ''),
    'A picture among words. The words that describe it were kept in its place.',
  )
  return [{...marks, text: alt}]
}

/** Notes the names of an element, by which links reach it. */
export function takeAnchors({tagName, properties}: Element, {anchors}: Context): void {
  const names = [properties.id, tagName === 'a' ? properties.name : undefined]
  for (const name of names)
    if (
      typeof name === 'string' &&
      /^\S+$/.test(name) &&
      name !== 'footnote-label' &&
      !anchors.includes(name)
    )
      anchors.push(name)
}

/** `(a)`, `a)`, `a.`, `(iv)`, `2.` or a bullet, with which a line begins that is an entry of a list. */
const ENTRY = /^ *(?:\(?(?:[a-z]|[ivx]{1,5}|[A-Z]|\d{1,2})[.)]|[•·–—-])[ \u00a0]\S/

/** Runs with each soft break as a line break or a space, and without the spaces that no reader sees. */
function inLines(runs: readonly Run[]): Run[] {
  const lines = textOf(runs).split(SOFT_BREAK)
  const entries = lines.map((line) => ENTRY.test(line))
  const areEntries = entries.filter(Boolean).length > 1
  let line = 0
  const broken = runs.map((run) => ({
    ...run,
    text: run.text.replace(/\r/g, () => {
      line += 1
      return areEntries && entries[line] ? '\n' : ' '
    }),
  }))
  return withoutOuterSpaces(broken)
}

/** Spaces beside a line break, at both ends and after another space say nothing (CSS Text Level 3, §4.1). Those of code stay. */
function withoutOuterSpaces(runs: readonly Run[]): Run[] {
  let before = ''
  const collapsed = runs.map((run) => {
    if (run.decorators.includes('code')) {
      if (run.text !== '') before = 'x'
      return run
    }
    let text = ''
    for (const sign of run.text) {
      if (/[ \u00a0]/.test(sign) && (before === '' || before === '\n')) continue
      if (sign === ' ' && before === ' ') continue
      if (sign === '\n' && before === '') continue
      if (sign === '\n' && before === ' ') text = text.replace(/ $/, '')
      text += sign
      before = sign
    }
    if (run.date !== undefined) before = 'x'
    return {...run, text}
  })
  return atEdges(mergeRuns(withoutEnd(mergeRuns(collapsed))))
}

/** Spaces at the edge of a mark without it: no reader sees them, and Markdown has no marks that begin or end with one. */
function atEdges(runs: readonly Run[]): Run[] {
  const bare = (text: string): Run => ({text, decorators: []})
  const shared = (a: Run | undefined, b: Run | undefined): Run => ({
    text: '',
    decorators: (a?.decorators ?? []).filter((mark) => mark !== 'code' && b?.decorators.includes(mark)),
    ...(a?.href !== undefined &&
      a.href === b?.href &&
      a.title === b?.title && {href: a.href, ...(a.title && {title: a.title})}),
  })
  return mergeRuns(
    runs.flatMap((run, index) => {
      if (run.date !== undefined || run.decorators.includes('code')) return [run]
      const [, before = '', inside = '', after = ''] = /^(\s*)(.*?)(\s*)$/s.exec(run.text) ?? []
      if (inside === '') return [{...shared(runs[index - 1], runs[index + 1]), text: run.text}]
      return [
        {...(index > 0 ? shared(runs[index - 1], run) : bare('')), text: before},
        {...run, text: inside},
        {...(index < runs.length - 1 ? shared(run, runs[index + 1]) : bare('')), text: after},
      ]
    }),
  )
}

/** Runs without spaces and line breaks at their end, and without spaces before a line break that begins another run. */
function withoutEnd(runs: readonly Run[]): Run[] {
  const kept = runs.map((run, index) =>
    !run.decorators.includes('code') && runs[index + 1]?.text.startsWith('\n')
      ? {...run, text: run.text.replace(/[ \u00a0]+$/, '')}
      : run,
  )
  for (
    let last = kept.at(-1);
    last && !last.decorators.includes('code') && last.date === undefined;
    last = kept.at(-1)
  ) {
    const text = last.text.replace(/[ \n\u00a0]+$/, '')
    kept.pop()
    if (text !== '') {
      kept.push({...last, text})
      break
    }
  }
  return kept
}

/** Whether all words of some runs are bold. */
export const isWhollyStrong = (runs: readonly Run[]): boolean =>
  textOf(runs).trim() !== '' &&
  runs.every(({text, decorators}) => text.trim() === '' || decorators.includes('strong'))

/** Headings and the names of columns are bold by what they are; a mark besides would make them bold twice. */
export const withoutStrong = (runs: readonly Run[]): Run[] =>
  mergeRuns(runs.map((run) => ({...run, decorators: run.decorators.filter((mark) => mark !== 'strong')})))

/** All words bold. */
export const strong = (runs: readonly Run[]): Run[] =>
  mergeRuns(
    runs.map((run) => ({...run, decorators: [...new Set<Decorator>([...run.decorators, 'strong'])].sort()})),
  )
