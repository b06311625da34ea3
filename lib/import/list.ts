import type {List, ListItem, RootContent} from 'mdast'
import type {TextContent} from './content.ts'
import type {Problems} from './problems.ts'
import {type Context, readRuns} from './runs.ts'
import {unsupported} from './unsupported.ts'

/** The Studio's editor nests lists no deeper. */
const DEEPEST_LEVEL = 10

/** Turns a list with everything nested in it into list items in reading order, each with its level from 1. */
export function readList(list: List, context: Context, level = 1): TextContent[] {
  if (list.ordered && (list.start ?? 1) !== 1)
    context.problems.at(list, `The numbers of this list begin at ${list.start}; they can only begin at 1.`)
  if (level > DEEPEST_LEVEL) {
    context.problems.at(list, `Lists can be nested ${DEEPEST_LEVEL} levels deep, and this one is deeper.`)
    return []
  }
  if (list.ordered) reportOtherNumbers(list, context)
  return list.children.flatMap((item) => readItem(item, list.ordered ? 'number' : 'bullet', context, level))
}

/** Names an item whose number is not the one that the page counts. Markdown lets all be the same, and counts then too. */
function reportOtherNumbers({children: items}: List, {source, problems}: Context): void {
  const numbers = items.map(({position}) => Number.parseInt(source.slice(position?.start.offset), 10))
  if (numbers.every((number) => number === numbers[0])) return
  const first = numbers.findIndex((number, index) => number !== (numbers[0] ?? 1) + index)
  const item = items[first]
  if (item)
    problems.at(
      item,
      `This item is written as number ${numbers[first]} and would be counted as ${first + 1}.`,
    )
}

/**
 * Names a list that would become one with the list before it, which has the same signs. Within an entry of a list
 * another list may not follow at all: the page would end the entry for it.
 */
export function reportJoinedLists(
  previous: RootContent | undefined,
  list: List,
  {problems, level}: {problems: Problems; level: number},
): void {
  if (previous?.type !== 'list') return
  if (previous.ordered !== list.ordered) {
    if (level > 1)
      problems.at(list, 'An entry of a list can hold one list only, with bullets or with numbers throughout.')
    return
  }
  problems.at(
    list,
    list.ordered
      ? 'Two numbered lists without text between them would be numbered as one. Put a paragraph between them.'
      : 'Two lists without text between them would become one. Put a paragraph between them, or give both the same sign.',
  )
}

function readItem(
  item: ListItem,
  listItem: NonNullable<TextContent['listItem']>,
  context: Context,
  level: number,
): TextContent[] {
  const {problems} = context
  const [first, ...rest] = item.children
  if (typeof item.checked === 'boolean')
    problems.at(item, 'A tick box cannot be kept in a policy. Write a plain list.')
  if (first?.type !== 'paragraph') {
    problems.at(
      item,
      first && first.type !== 'list'
        ? unsupported(first.type, 'in a list')
        : 'This list item has no text of its own.',
    )
    return []
  }
  const nested = rest.flatMap((node, index) => {
    if (node.type === 'list') {
      reportJoinedLists(rest[index - 1], node, {problems, level: level + 1})
      return readList(node, context, level + 1)
    }
    problems.at(
      node,
      node.type === 'paragraph'
        ? 'A list item can hold one paragraph only. Make this one a list item or a paragraph of its own.'
        : unsupported(node.type, 'in a list'),
    )
    return []
  })
  return [{style: 'normal', listItem, level, runs: readRuns(first.children, context)}, ...nested]
}
