import {raw} from 'hast-util-raw'
import type {Root, RootContent} from 'mdast'
import {toHast} from 'mdast-util-to-hast'
import remarkGfm from 'remark-gfm'
import remarkParse from 'remark-parse'
import {unified} from 'unified'
import {VFile} from 'vfile'
import {textAnchors} from '#lib/format/anchors.ts'
import {findLeftovers} from '#lib/format/leftovers.ts'
import {readText} from '#lib/format/portable-text.ts'
import {placeHeadings, takeTitle, withoutMachinery, withoutPlainNumbers} from './arrange.ts'
import {type Content, type PolicyContent, type TextContent, textOf, wordsOf} from './content.ts'
import {takeDate} from './find-date.ts'
import {type Finding, Findings} from './findings.ts'
import {readFrontMatter} from './front-matter.ts'
import {beyondLimits} from './limits.ts'
import {type LinkOptions, resolveLink} from './links.ts'
import type {Context} from './read-inline.ts'
import {type Found, readTree} from './read-tree.ts'
import {storeContent} from './store.ts'
import {escapeUnknownTags} from './tags.ts'

/** How a file is read. */
export type ReadOptions = LinkOptions & {
  /** Says the order of day and month where both are numbers; `en-US` when left out. */
  locale?: string
  /** The title, where the file says none. */
  title?: string
  /** ISO calendar date, where the file says none. */
  date?: string
}

/**
 * A policy as a file gives it, with what a person should know of how it was read; or, where something keeps the file from
 * being a policy, that alone.
 */
export type ReadPolicy =
  | {ok: true; policy: PolicyContent; findings: Finding[]}
  | {ok: false; findings: Finding[]}

const parser = unified().use(remarkParse).use(remarkGfm)

/**
 * Reads a policy from Markdown (CommonMark with GitHub's additions, and HTML within it), with front matter or without.
 *
 * The result depends on the text and the options alone. No words are left out: what cannot be kept in the form that it has is
 * kept in the nearest one, and named with its line.
 */
export function policyFromMarkdown(markdown: string, options: ReadOptions = {}): ReadPolicy {
  const {locale = 'en-US'} = options
  const findings = new Findings()
  const beyond = beyondLimits(markdown)
  for (const {line, message} of beyond) findings.add('refused', line, '', message)
  if (beyond.length > 0) return {ok: false, findings: findings.list()}
  // The parser counts without a byte order mark.
  const text = markdown.replace(/^\uFEFF/, '')
  const matter = readFrontMatter(text, locale, findings)
  // Lines and places stay those of the file.
  const source = text.slice(0, matter.end).replace(/[^\r\n]/g, ' ') + text.slice(matter.end)
  const context: Context = {
    findings,
    source,
    anchors: [],
    resolve: (href, place) => resolveLink(href, place, options, findings),
  }
  const found = withoutMachinery(readTree(treeOf(source, findings).children, context), findings)
  return arranged(
    found,
    {...options, date: matter.lastUpdated ?? options.date},
    matter.title,
    source,
    findings,
  )
}

/** Puts what was found into the order and the levels of a policy. */
export function arranged(
  parts: readonly Found[],
  {locale = 'en-US', title: fallback, date}: ReadOptions,
  given: string | undefined,
  source: string,
  findings: Findings,
): ReadPolicy {
  const titled = takeTitle(parts, given)
  const dated = takeDate(titled.parts, locale)
  const body = withoutPlainNumbers(placeHeadings(dated.parts, findings))
  const lastUpdated = dated.lastUpdated ?? date
  // The page shows the date where the text says it: a date from elsewhere gets a line.
  if (dated.lastUpdated === undefined && date !== undefined)
    body.splice(isSubtitle(body[0]) ? 1 : 0, 0, {label: 'Last Updated:'})
  const title = titled.title ?? fallback ?? ''
  if (title === '')
    findings.add('note', 1, '', 'The file says no title. Give one with --title, or in the Studio.')
  if (lastUpdated === undefined)
    findings.add(
      'note',
      1,
      '',
      'The file says no date on which the text was last changed. Give it with --date, or in the Studio: until then it stays a draft.',
    )
  if (body.every((content) => wordsOf(content).join('').trim() === ''))
    findings.add('refused', 1, '', 'The file has no words besides its title. Is it the right one?')
  if (body.length > MAX_PARTS)
    findings.add(
      'refused',
      1,
      '',
      `The text has ${body.length} paragraphs, headings and list items; a policy can have ${MAX_PARTS}.`,
    )
  noteLeftovers(dated.parts, source, findings)
  noteDeadLinks(body, title, dated.parts, findings)
  const list = findings.list()
  if (list.some(({severity}) => severity === 'refused')) return {ok: false, findings: list}
  return {ok: true, policy: {title, ...(lastUpdated !== undefined && {lastUpdated}), body}, findings: list}
}

const isSubtitle = (content: Content | undefined): boolean =>
  content !== undefined && 'style' in content && content.style === 'subtitle'

/** Comparing a text with what is stored takes the product of the numbers of their parts, in time and in memory. */
const MAX_PARTS = 5_000

/** Names what a template should have filled in, with the line in which it stands. */
function noteLeftovers(parts: readonly Found[], source: string, findings: Findings): void {
  const starts = [0, ...[...source.matchAll(/\r\n|\r|\n/g)].map(({0: end, index}) => index + end.length)]
  for (const part of parts) {
    const content = 'heading' in part ? part.heading : part.content
    for (const text of withoutCode(content))
      for (const {words} of findLeftovers(text)) {
        const from = starts[part.line - 1] ?? 0
        const at = source.indexOf(words.slice(0, 20), from)
        const line = at < 0 ? part.line : starts.findLastIndex((start) => start <= at) + 1
        findings.add(
          'leftover',
          line,
          words,
          'A template or another system should have filled this in or taken it away. It stands in the draft: mend it, then publish.',
        )
      }
  }
}

/** Each is looked for in the whole text. */
const MAX_DEAD_LINKS = 100

/** Names links to places on the page that are not there. */
function noteDeadLinks(
  body: readonly Content[],
  title: string,
  parts: readonly Found[],
  findings: Findings,
): void {
  const members = readText(storeContent(body.filter((content) => !('picture' in content)))).members
  const {dead} = textAnchors(members, {title})
  for (const {name} of dead.slice(0, MAX_DEAD_LINKS)) {
    const line = parts.find((part) =>
      JSON.stringify('heading' in part ? part.heading : part.content).includes(`"#${name}"`),
    )?.line
    findings.add(
      'note',
      line ?? 1,
      `#${name}`,
      'A link to a place in the text that is not there. Its words were kept: mend it in the Studio.',
    )
  }
}

/** The words of a part besides code, which may look like anything. */
function withoutCode(content: Content): string[] {
  const of = (text: TextContent) =>
    textOf(text.runs.map((run) => (run.decorators.includes('code') ? {...run, text: ' '} : run)))
  if ('runs' in content) return [of(content)]
  if ('rows' in content) return content.rows.flat(2).map(of)
  if ('callout' in content) return content.callout.map(of)
  return []
}

/** The tree of a text's HTML, as a browser would have it. */
function treeOf(source: string, findings: Findings) {
  const root: Root = parser.parse(source)
  let hasHtml = false
  const prepare = (node: Root | RootContent): void => {
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
  prepare(root)
  noteUnusedDefinitions(root, findings)
  const tree = toHast(root, {
    allowDangerousHtml: true,
    clobberPrefix: 'note-',
    footnoteLabel: 'Notes',
    footnoteLabelProperties: {},
  })
  const whole = hasHtml ? raw(tree, {file: new VFile(source)}) : tree
  return whole.type === 'root' ? whole : {type: 'root' as const, children: []}
}

/** Names what would stand nowhere on the page: an address that no link uses. `[//]: # (words)` is a comment. */
function noteUnusedDefinitions(root: Root, findings: Findings): void {
  const used = new Set<string>()
  const collect = (node: Root | RootContent): void => {
    if (node.type === 'linkReference' || node.type === 'imageReference') used.add(node.identifier)
    if ('children' in node) for (const child of node.children) collect(child)
  }
  collect(root)
  for (const node of root.children)
    if (node.type === 'definition' && !used.has(node.identifier) && node.url !== '#')
      findings.add(
        'note',
        node,
        `[${node.label ?? node.identifier}]: ${node.url}`,
        'An address that no link of the text uses. It was left out.',
      )
}
