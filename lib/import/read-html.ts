import type {Element, Root} from 'hast'
import {fromHtml} from 'hast-util-from-html'
import {Findings} from './findings.ts'
import {beyondHtmlLimits} from './limits.ts'
import {resolveLink} from './links.ts'
import type {Context, TreeNode} from './read-inline.ts'
import {arranged, type ReadOptions, type ReadPolicy} from './read-markdown.ts'
import {readTree} from './read-tree.ts'
import {escapeUnknownTags} from './tags.ts'

/** What stands around the text of a page, and what runs on it. */
const AROUND: ReadonlySet<string> = new Set([
  'head',
  'header',
  'footer',
  'nav',
  'aside',
  'script',
  'style',
  'noscript',
  'template',
])

/**
 * Reads a policy from a page of HTML: from its `<main>` or `<article>` where it has one. What stands around the text (menus,
 * the foot of the page) and what runs on the page is left out and named.
 */
export function policyFromHtml(source: string, options: ReadOptions = {}): ReadPolicy {
  const findings = new Findings()
  const beyond = beyondHtmlLimits(source)
  if (beyond) {
    findings.add('refused', beyond.line, '', beyond.message)
    return {ok: false, findings: findings.list()}
  }
  const root: Root = fromHtml(escapeUnknownTags(source), {verbose: false})
  const title = textIn(find(root, (name) => name === 'title'))
  const text =
    find(root, (name) => name === 'main') ??
    find(root, (name) => name === 'article') ??
    find(root, (name) => name === 'body')
  const context: Context = {
    findings,
    source: '',
    anchors: [],
    resolve: (href, place) => resolveLink(href, place, options, findings),
  }
  const parts = readTree(withoutAround(text?.children ?? [], findings), context)
  return arranged(parts, {...options, title: options.title ?? title}, undefined, source, findings)
}

function find(node: Root | Element, matches: (name: string) => boolean): Element | undefined {
  for (const child of node.children) {
    if (child.type !== 'element') continue
    const found = matches(child.tagName) ? child : find(child, matches)
    if (found) return found
  }
  return undefined
}

const textIn = (node: Element | undefined): string | undefined =>
  node?.children
    .map((child) => (child.type === 'text' ? child.value : ''))
    .join('')
    .replace(/\s+/g, ' ')
    .trim() || undefined

function withoutAround(nodes: readonly TreeNode[], findings: Findings): TreeNode[] {
  return nodes.flatMap((node): TreeNode[] => {
    if (node.type !== 'element') return [node]
    if (AROUND.has(node.tagName)) {
      findings.add(
        'note',
        node,
        `<${node.tagName}>`,
        'A part of the old page around its text. It was left out.',
      )
      return []
    }
    return [
      {...node, children: withoutAround(node.children, findings).filter((child) => child.type !== 'doctype')},
    ]
  })
}
