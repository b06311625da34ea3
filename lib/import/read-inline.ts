import type {Definition, Link, LinkReference, PhrasingContent} from 'mdast'
import {isSafeHref} from '#lib/links/href.ts'
import {type Decorator, mergeRuns, type Run, textOf} from './content.ts'
import {type Context, type FileProblems, unsupported} from './context.ts'

type Marks = {decorators: Decorator[]; href?: string}

/**
 * Turns the inside of a paragraph into runs of text.
 *
 * A line break of the file alone is a space, as it is in a browser; a hard break is kept as a line break.
 */
export function readRuns(nodes: readonly PhrasingContent[], context: Context): Run[] {
  return mergeRuns(nodes.flatMap((node) => readNode(node, {decorators: []}, context)))
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
        context.problems.at(node, 'This link has no words, so readers could not see it.')
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
  problems: FileProblems,
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
