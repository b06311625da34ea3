import type {Element, Root} from 'hast'
import {fromHtml} from 'hast-util-from-html'
import {arranged, type ReadOptions, type ReadPolicy, withoutMachinery} from './arrange.ts'
import {escapeUnknownTags, MACHINERY, tagsWithoutMeaning} from './elements.ts'
import {beyondHtmlLimits, beyondLimits, Findings} from './findings.ts'
import {markdownTree} from './markdown-tree.ts'
import {type Context, resolveLink, type TreeNode} from './read-inline.ts'
import {readTree} from './read-tree.ts'
import {tidied} from './tidy-tree.ts'
import {type FrontMatter, readFrontMatter} from './title-and-date.ts'

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
  const parts = readTree(
    tidied(markdownTree(source, findings).children),
    contextOf(source, options, findings),
  )
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
  const root: Root = fromHtml(escapeUnknownTags(source, tagsWithoutMeaning(source)), {verbose: false})
  const text =
    find(root, ({tagName, properties}) => tagName === 'main' || properties.role === 'main') ??
    find(root, ({tagName}) => tagName === 'article')
  const nodes = text
    ? withoutMachines(text.children, AROUND_IN_TEXT, findings)
    : withoutMachines(find(root, ({tagName}) => tagName === 'body')?.children ?? [], AROUND, findings)
  const parts = readTree(tidied(nodes), {...contextOf('', options, findings), isPage: true})
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
