import type {Comment, Element, ElementContent, RootContent} from 'hast'
import {isSafeHref} from '#lib/links/href.ts'
import {type Decorator, isWhollyStrong, mergeRuns, type Run, textOf} from './content.ts'
import {DECORATED, DRAWN, REFUSED} from './elements.ts'
import type {Findings} from './findings.ts'

/** What reading a tree needs to know besides the tree. */
export type Context = {
  findings: Findings
  /** The text that the tree was parsed from, in which its positions lie. */
  source: string
  /** The address that a link gets on the site; nothing for one that visitors may not follow. */
  resolve: (href: string, place: Element) => string | undefined
  /** Whether the text is a page of a site, which has forms and buttons around it. */
  isPage: boolean
  /** Anchors that were read and belong to the next part of the text. */
  anchors: string[]
}

/** A node as it stands in a tree, below its root or below an element. */
export type TreeNode = RootContent | ElementContent

/** A line break of the file, which is a space unless the lines are entries of a list: no text holds this sign. */
export const SOFT_BREAK = '\r'

/** Signs without width, by which lines may break as at `<wbr>`, or that a file was begun with. */
const UNSEEN = /[\u200b\u2060\ufeff]/g

type Marks = {decorators: Decorator[]; href?: string; title?: string}

/**
 * The words of some nodes as runs, with spaces and line breaks as a browser shows them. A line break of the file is a space,
 * except before lines that are the entries of a list, such as `(a)` and `(b)`.
 */
export function readRuns(nodes: readonly TreeNode[], context: Context): Run[] {
  const runs = mergeRuns(nodes.flatMap((node) => readNode(node, {decorators: []}, context)))
  // After `<br>` the file's own line break says nothing.
  return inLines(
    runs.map((run, index) => ({
      ...run,
      text: run.text
        .replace(/\n[ \t]*\r/g, '\n')
        .replace(runs[index - 1]?.text.endsWith('\n') ? /^[ \t]*\r/ : /(?!)/, ''),
    })),
  )
}

function readNode(node: TreeNode, marks: Marks, context: Context): Run[] {
  if (node.type === 'text') {
    const isCode = marks.decorators.includes('code')
    const text = node.value.replace(UNSEEN, '').replace(/\r\n|\r|\n/g, isCode ? ' ' : SOFT_BREAK)
    return [{...marks, text: isCode ? text : text.replace(/[ \t\f]+/g, ' ')}]
  }
  if (node.type === 'comment') noteProgram(node, context)
  if (node.type !== 'element') return []
  takeAnchors(node, context)
  const about = REFUSED.get(node.tagName)
  if (about !== undefined && node.tagName !== 'form') {
    context.findings.add('refused', node, `<${node.tagName}>`, about)
    return []
  }
  if (DRAWN.has(node.tagName) || CONTROLS.has(node.tagName))
    context.findings.add(
      'note',
      node,
      `<${node.tagName}>`,
      'A button, a field, a drawing or the like. Its words were kept, and it was left out.',
    )
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

/** What a page asks with, besides its words. */
const CONTROLS: ReadonlySet<string> = new Set(['button', 'select', 'textarea'])

/** A program that should have written something here: a comment to a browser, and to a reader a gap. */
export function noteProgram(node: Comment, {findings}: Context): void {
  // Word names its own additions to HTML: `<?xml:namespace prefix = o>`.
  if (/^\?(?!xml\b)/.test(node.value))
    findings.add(
      'leftover',
      node,
      `<${node.value.slice(0, 60)}>`,
      'A program of the old site should have written something here. Write it in the Studio, then publish.',
    )
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
  if (textOf(runs).trim() === '' && node.properties.id === undefined && node.properties.name === undefined)
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

/** `(a)`, `a)`, `a.`, `(iv)`, `2.`, `3.1` or a bullet, with which a line begins that is an entry of a list. */
export const ENTRY =
  /^ *(?:\(?(?:[a-z]|[ivx]{1,5}|[A-Z]|\d{1,2})[.)]|\d{1,2}(?:\.\d{1,3})+[.)]?|[•·–—-])[ \u00a0]\S/

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

/** `1.` or `1)`, and `1.2`, `1.2.` or `1.2.3)` for parts of sections. */
const SECTION_NUMBER = /^(?:§ ?)?(?:\d{1,3}[.)]|(\d{1,3}(?:\.\d{1,3})+)[.)]?)\s+\S/

/** A clause in bold is no heading, however it begins. */
const MAX_HEADING_CHARACTERS = 120

/** Levels below those of `#` are counted from here on, so that bold headings are parts of the written ones. */
export const BOLD_DEPTH = 10

/**
 * The depth of a paragraph that is bold from end to end, short, begins with a number and does not end as a sentence does:
 * it is the heading that it is meant to be. "1." is a section, "1.2" a part of one. Nothing for any other paragraph.
 */
export function sectionDepth(runs: readonly Run[]): number | undefined {
  const text = textOf(runs).trim()
  const match = SECTION_NUMBER.exec(text)
  if (!match || !isWhollyStrong(runs) || !isShort(text)) return undefined
  return BOLD_DEPTH + (match[1]?.split('.').length ?? 1)
}

/** Whether words are no longer than a heading and do not end as a sentence does. */
export const isShort = (text: string): boolean =>
  text.length <= MAX_HEADING_CHARACTERS && !text.includes('\n') && !/[.;:,]$/.test(text)

/** `{#id}` at the end of a heading, as Hugo, kramdown and Docusaurus write an anchor, there also as a comment of MDX. */
const OWN_ANCHOR = /\s*(?:\{:?\s*#([\w:.-]+)[^}]*\}|\{\/\*\s*#([\w:.-]+)\s*\*\/\})\s*$/

/** A heading is one line. */
export const inOneLine = (runs: readonly Run[]): Run[] =>
  runs.map((run) => ({...run, text: run.text.replaceAll('\n', ' ')}))

export function takeOwnAnchor(runs: readonly Run[], {anchors}: Context): Run[] {
  const last = runs.at(-1)
  const [written, id, comment] = (last && OWN_ANCHOR.exec(last.text)) ?? []
  const name = id ?? comment
  if (!last || written === undefined || name === undefined) return [...runs]
  anchors.unshift(name)
  return mergeRuns([...runs.slice(0, -1), {...last, text: last.text.slice(0, -written.length)}])
}

/** How the addresses of a file become addresses of the site. */
export type LinkOptions = {
  /** The address at which the old site had the file; links that are relative to it become absolute. */
  base?: string | undefined
  /** New addresses by the old ones, as the file writes them. */
  map?: ReadonlyMap<string, string> | undefined
  /** The file's own name, `terms.md`. */
  file?: string | undefined
  /** Whether the site answers a path, where that is known. */
  serves?: ((path: string) => boolean) | undefined
}

const HOST =
  /^(?:www\.)?[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:com|org|net|io|co|gov|edu|eu|uk|us|ca|de|dev|app|info|me|ai|help)(?:[/?#]|$)/i

const EMAIL = /^[^\s@/:]+@[^\s@/:]+\.[a-z]{2,}$/i

const UNSAFE = /^(?:javascript|vbscript|data|file|blob):/i

/**
 * The address of a link as it is kept, or nothing where it leads nowhere at all. What cannot be followed as it is written, and
 * does not say what it means, is kept as it is and named: the page shows its words, and an editor can mend it.
 */
export function resolveLink(
  written: string,
  place: Element,
  {base, map, serves, file}: LinkOptions,
  findings: Findings,
): string | undefined {
  const href = directAddress(written.trim())
  const mapped = map && mappedAddress(href, map)
  if (mapped !== undefined) return mapped
  if (UNSAFE.test(href.replace(/[\s\0]/g, ''))) {
    findings.add('note', place, readable(href), 'Visitors may not follow this link. Its words were kept.')
    return undefined
  }
  if (href === '#') {
    findings.add('note', place, href, 'A link to nowhere. Its words were kept.')
    return undefined
  }
  if (/%7B%7B|%7B%25|\{\{|\{%/i.test(href)) {
    findings.add(
      'leftover',
      place,
      readable(href),
      'The address of a link that a template should have filled in.',
    )
    return href
  }
  if (href.startsWith('#')) return href
  // A file may name itself: `terms.md#fees`.
  if (file !== undefined && href.startsWith(`${file}#`)) return href.slice(file.length)
  if (href.startsWith('//') && isSafeHref(`https:${href}`)) return `https:${href}`
  if (EMAIL.test(href)) return `mailto:${href}`
  if (HOST.test(href) && isSafeHref(`https://${href}`)) return `https://${href}`
  if (/^[a-z][a-z0-9+.-]*:/i.test(href)) {
    if (!isSafeHref(href))
      findings.add(
        'note',
        place,
        readable(href),
        'The address of a link that browsers cannot follow. It was kept as it is: mend it in the Studio.',
      )
    return href
  }
  return resolvePath(href, place, {base, serves}, findings)
}

/** Google Docs leads each link over a page of its own: `https://www.google.com/url?q=…`. */
function directAddress(href: string): string {
  if (!href.startsWith('https://www.google.com/url?') || !URL.canParse(href)) return href
  return new URL(href).searchParams.get('q') ?? href
}

function mappedAddress(href: string, map: ReadonlyMap<string, string>): string | undefined {
  const [, address = '', hash = ''] = /^([^#]*)(#.*)?$/s.exec(href) ?? []
  const target = map.get(href) ?? map.get(address)
  return target === undefined || map.has(href) || target.includes('#') ? target : `${target}${hash}`
}

/** A path on the old site. */
function resolvePath(href: string, place: Element, {base, serves}: LinkOptions, findings: Findings): string {
  if (base !== undefined && URL.canParse(href, base)) return new URL(href, base).href
  if (href.startsWith('/')) {
    if (serves && !serves(pathOf(href)))
      findings.add(
        'note',
        place,
        readable(href),
        'A link to a page that this site does not have. Mend it in the Studio, or run the command again with the address of the old page at its end, such as --base https://old.example/privacy, and the link leads there.',
      )
    return href
  }
  const path = new URL(href, 'https://old.invalid/').href
    .replace('https://old.invalid', '')
    .replace(/(?:\/?index)?\.(?:mdx?|html?)(?=$|[?#])/, '')
  const candidate = path === '' ? '/' : path
  if (serves?.(pathOf(candidate))) return candidate
  findings.add(
    'note',
    place,
    readable(href),
    'A link that only the old site could follow. The page shows its words without a link. Mend it in the Studio, or run the command again with the address of the old page at its end, such as --base https://old.example/privacy, and the link leads there.',
  )
  return href
}

const pathOf = (href: string): string => href.replace(/[?#].*$/s, '').replace(/(?<=.)\/+$/, '')

/** An address as the file writes it. */
function readable(href: string): string {
  try {
    return decodeURI(href)
  } catch {
    return href
  }
}
