import type {Definition, Link, LinkReference, PhrasingContent} from 'mdast'
import {isSafeHref} from '#lib/links/href.ts'
import {type Decorator, type Run, textOf} from './content.ts'
import type {Definitions} from './definitions.ts'
import type {Problems} from './problems.ts'
import {unsupported} from './unsupported.ts'

/** What reading a text needs to know of the rest of the file. */
export type Context = {problems: Problems; definitions: Definitions; source: string}

type Marks = {decorators: Decorator[]; href?: string}

/**
 * Turns the inside of a paragraph into runs of text.
 *
 * A line break of the file alone is a space, as it is in a browser; a hard break is kept as a line break.
 */
export function readRuns(nodes: readonly PhrasingContent[], context: Context): Run[] {
  return mergeRuns(nodes.flatMap((node) => readNode(node, {decorators: []}, context)))
}

/** Joins neighbours with equal marks and drops empty runs. */
export function mergeRuns(runs: readonly Run[]): Run[] {
  const merged: Run[] = []
  for (const run of runs) {
    const last = merged.at(-1)
    if (run.text === '') continue
    if (last && last.href === run.href && last.decorators.join() === run.decorators.join())
      last.text += run.text
    else merged.push({...run})
  }
  return merged
}

function readNode(node: PhrasingContent, marks: Marks, context: Context): Run[] {
  const inside = (children: readonly PhrasingContent[], added: Marks) =>
    children.flatMap((child) => readNode(child, added, context))
  switch (node.type) {
    case 'text':
      // The parser has taken the spaces around a line break away already.
      return [{...marks, text: onOneLine(node.value)}]
    case 'break':
      return [{...marks, text: '\n'}]
    case 'inlineCode':
      return [{...decorate(marks, 'code'), text: onOneLine(node.value)}]
    case 'strong':
      return inside(node.children, decorate(marks, 'strong'))
    case 'emphasis':
      return inside(node.children, decorate(marks, 'em'))
    case 'link':
    case 'linkReference': {
      const target = node.type === 'link' ? node : context.definitions.use(node.identifier)
      const runs = inside(node.children, target ? follow(marks, node, target, context.problems) : marks)
      if (textOf(runs).trim() === '')
        context.problems.at(node, 'This link has no words, so nobody could see it.')
      return runs
    }
    default:
      context.problems.at(node, unsupported(node.type))
      return []
  }
}

const onOneLine = (text: string): string => text.replace(/\r\n|\r|\n/g, ' ')

function decorate(marks: Marks, decorator: Decorator): Marks {
  return {...marks, decorators: [...new Set([...marks.decorators, decorator])].sort()}
}

function follow(
  marks: Marks,
  node: Link | LinkReference,
  {url, title}: Link | Definition,
  problems: Problems,
): Marks {
  if (!isSafeHref(url))
    problems.at(
      node,
      `The link to "${url}" is not one that visitors may follow. Use https:, mailto:, tel: or a path such as /contact.`,
    )
  if (title)
    problems.at(node, `The link's hidden title "${title}" cannot be kept. Remove it or write it in the text.`)
  return {...marks, href: url}
}
