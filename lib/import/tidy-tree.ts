import type {Element, ElementContent} from 'hast'
import {DECORATED, isBlock} from './elements.ts'
import type {TreeNode} from './read-inline.ts'

/**
 * The parts of a tree in the form in which they are read: a mark or a link around whole paragraphs stands within each of
 * them, the words under a picture or a table belong to it, and headings have no link to themselves.
 */
export function tidied(nodes: readonly TreeNode[]): TreeNode[] {
  const holders = new Set<TreeNode>()
  for (const node of nodes) {
    setMarkers(node)
    noteHolders(node, holders)
  }
  return inEach(withLists(nodes), [], false, holders)
}

/** Elements that are read by what holds them. */
const isPart = (element: Element): boolean => isBlock(element) || /^(?:td|th|tfoot)$/.test(element.tagName)

/** Notes the elements that hold paragraphs and the like. */
function noteHolders(node: TreeNode, holders: Set<TreeNode>): boolean {
  if (node.type !== 'element') return false
  let holds = false
  for (const child of node.children) if (noteHolders(child, holders)) holds = true
  if (holds) holders.add(node)
  return holds || isPart(node)
}

/** What may hold parts alone: the spaces between them are no words. */
const LISTING = /^(?:ul|ol|menu|dl|table|tbody|thead|tfoot|tr|figure|pre)$/

/** @param around the marks and links around the nodes, outermost first */
function inEach(
  nodes: readonly TreeNode[],
  around: readonly Element[],
  isListing: boolean,
  holders: ReadonlySet<TreeNode>,
): TreeNode[] {
  const made: TreeNode[] = []
  let words: ElementContent[] = []
  const flush = () => {
    const isBlank = words.every((node) => node.type === 'text' && node.value.trim() === '')
    if (isBlank || isListing) made.push(...words)
    else made.push(...around.reduceRight<ElementContent[]>((children, mark) => [{...mark, children}], words))
    words = []
  }
  for (const node of nodes) {
    if (node.type === 'doctype') continue
    if (node.type !== 'element' || !(isPart(node) || holders.has(node))) {
      words.push(node)
      continue
    }
    flush()
    made.push(...(isPart(node) ? [partOf(node, around, holders)] : opened(node, around, holders)))
  }
  flush()
  return made
}

function partOf(node: Element, around: readonly Element[], holders: ReadonlySet<TreeNode>): Element {
  if (node.tagName === 'p' && /^(?:Mso)?title$/i.test(classesOf(node).at(-1) ?? ''))
    return partOf({...node, tagName: 'h1', properties: {id: node.properties.id}}, around, holders)
  const parts = withLists(node.children)
  const children = inEach(parts, around, LISTING.test(node.tagName), holders).filter(isContent)
  const part = {...node, children}
  if (node.tagName === 'figure') return withCaption(part)
  return /^h[1-6]$/.test(node.tagName) ? {...part, children: children.map(withoutOwnLink)} : part
}

/** What stands within a mark or a link that is around parts. */
function opened(node: Element, around: readonly Element[], holders: ReadonlySet<TreeNode>): TreeNode[] {
  const {id, name, href} = node.properties
  const says = DECORATED.has(node.tagName) || (node.tagName === 'a' && href !== undefined)
  const isNew = says && !around.some(({tagName}) => tagName === node.tagName)
  const {id: _, name: __, ...properties} = node.properties
  const anchor: TreeNode[] =
    id === undefined && name === undefined
      ? []
      : [{type: 'element', tagName: 'a', properties: {id: id ?? name}, children: []}]
  return [
    ...anchor,
    ...inEach(node.children, isNew ? [...around, {...node, properties}] : around, false, holders),
  ]
}

const isContent = (node: TreeNode): node is ElementContent => node.type !== 'doctype'

const isSaying = (node: ElementContent): boolean =>
  node.type === 'element' || (node.type === 'text' && node.value.trim() !== '')

const holdsLink = (node: ElementContent): boolean =>
  node.type === 'element' && (node.tagName === 'a' || node.children.some(holdsLink))

/** A figure that is one picture or one table: the words under it are its caption, which has no links. */
function withCaption(figure: Element): Element {
  const parts = figure.children.filter(isSaying)
  const caption = parts.find((part) => part.type === 'element' && part.tagName === 'figcaption')
  const [only, ...others] = parts.filter((part) => part !== caption)
  if (caption?.type !== 'element' || only?.type !== 'element' || others.length > 0 || holdsLink(caption))
    return figure
  if (only.tagName === 'img' && only.properties.title === undefined)
    return {...figure, children: [{...only, properties: {...only.properties, title: wordsOf(caption)}}]}
  const hasCaption = only.children.some((part) => part.type === 'element' && part.tagName === 'caption')
  if (only.tagName !== 'table' || hasCaption) return figure
  return {...figure, children: [{...only, children: [{...caption, tagName: 'caption'}, ...only.children]}]}
}

const wordsOf = (node: ElementContent): string =>
  node.type === 'text'
    ? node.value.replace(/\s+/g, ' ')
    : node.type === 'element'
      ? node.children.map(wordsOf).join('').trim()
      : ''

/** `#` or `¶` with a link to the heading that it stands in, or such a link without words. Its names are kept. */
function withoutOwnLink(node: ElementContent): ElementContent {
  if (node.type !== 'element' || node.tagName !== 'a') return node
  const {href, id, name} = node.properties
  const isOwn = typeof href === 'string' && /#/.test(href) && /^[#¶§🔗\u200b]?$/u.test(wordsOf(node))
  return isOwn ? {...node, properties: {id, name}, children: []} : node
}

const classesOf = ({properties: {className}}: Element): string[] =>
  Array.isArray(className) ? className.map(String) : []

/** Puts the sign of an item, as Word writes it before its words, in the place of the spaces that lay it out: `(a)   `. */
function setMarkers(node: TreeNode): void {
  if (node.type !== 'element') return
  node.children = node.children.map((child) =>
    child.type === 'element' && /mso-list:\s*Ignore/i.test(String(child.properties.style ?? ''))
      ? {type: 'text', value: `${wordsOf(child).replaceAll('\u00a0', ' ').trim()} `}
      : child,
  )
  for (const child of node.children) setMarkers(child)
}

const BULLET = /^[·•o§▪–-]\s/

/**
 * Lists that say their level beside them, and do not stand in each other: those of Google Docs in the names of their classes,
 * and the paragraphs of Word in their style.
 */
function withLists<Node extends TreeNode>(nodes: readonly Node[]): (Node | Element)[] {
  const made: (Node | Element)[] = []
  /** The lists that the next one may be part of, by their levels. */
  let open: (Element | undefined)[] = []
  for (const node of nodes) {
    const found = node.type === 'element' ? listOf(node) : undefined
    if (!found) {
      if (node.type !== 'text' || node.value.trim() !== '') open = []
      made.push(node)
      continue
    }
    const {list, level, isItem} = found
    const [outer, same] = [open[level - 1]?.children.at(-1), open[level]]
    if (isItem && same) same.children.push(...list.children)
    else if (outer?.type === 'element') outer.children.push(list)
    else made.push(list)
    open = open.slice(0, level + 1)
    if (!isItem || !same) open[level] = list
  }
  return made
}

/** A list and its level from 0, or an item of one: then its neighbours at the same level are of the same list. */
function listOf(node: Element): {list: Element; level: number; isItem: boolean} | undefined {
  const [, level] =
    /^lst-kix_.*-(\d)$/.exec(classesOf(node).find((name) => name.startsWith('lst-kix_')) ?? '') ?? []
  if (level !== undefined)
    return {
      list: {...node, properties: {...node.properties, className: []}, children: [...node.children]},
      level: Number(level),
      isItem: false,
    }
  const [, depth] = /mso-list:\s*l\d+\s+level(\d)/.exec(String(node.properties.style ?? '')) ?? []
  const {children} = node
  const words = children.map(wordsIn).join('').trimStart()
  if (node.tagName !== 'p' || depth === undefined || !BULLET.test(words)) return undefined
  const item: Element = {...node, tagName: 'li', properties: {}, children: withoutBullet(children)}
  const list: Element = {type: 'element', tagName: 'ul', properties: {}, children: [item]}
  return {list, level: Number(depth) - 1, isItem: true}
}

const wordsIn = (node: ElementContent): string =>
  node.type === 'text' ? node.value : node.type === 'element' ? node.children.map(wordsIn).join('') : ''

/** Takes the bullet from the first words. */
function withoutBullet(nodes: readonly ElementContent[]): ElementContent[] {
  const index = nodes.findIndex((node) => wordsIn(node).trim() !== '')
  const first = nodes[index]
  if (first?.type === 'text')
    return nodes.with(index, {...first, value: first.value.trimStart().replace(/^\S+\s/, '')})
  if (first?.type !== 'element') return [...nodes]
  return nodes.with(index, {...first, children: withoutBullet(first.children)})
}
