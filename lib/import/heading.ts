import type {Heading, RootContent} from 'mdast'
import {type Run, type TextContent, textOf} from './content.ts'
import {Problems} from './problems.ts'
import {type Context, mergeRuns, readRuns} from './runs.ts'

const STYLES = {2: 'h2', 3: 'h3', 4: 'h4'} as const

/** `1.` or `1)`, and `1.2`, `1.2.` or `1.2.3)` for parts of sections. */
const SECTION_NUMBER = /^(?:\d+[.)]|(\d+(?:\.\d+)+)[.)]?)\s+\S/

/**
 * Reads a paragraph that is bold from end to end and begins with a number as the heading that it is meant to be:
 * "1." is a section, "1.2" a part of one. Gives nothing for any other paragraph.
 */
export function readSectionHeading(runs: readonly Run[]): TextContent | undefined {
  const match = SECTION_NUMBER.exec(textOf(runs))
  if (!match || !isWhollyStrong(runs)) return undefined
  const depth = 1 + (match[1]?.split('.').length ?? 1)
  return {style: depth === 2 ? 'h2' : depth === 3 ? 'h3' : 'h4', runs: withoutStrong(runs)}
}

/** Reads a heading written with `#`. The levels are kept as they are; the first is the page's own title. */
export function readHeading(node: Heading, context: Context): TextContent {
  const runs = readWords(node, context)
  const style = node.depth === 2 || node.depth === 3 || node.depth === 4 ? STYLES[node.depth] : undefined
  if (!style)
    context.problems.at(
      node,
      node.depth === 1
        ? 'A heading of the first level is the title of the page, which is given above the text. Use ## for a section.'
        : 'Headings go down to the fourth level (####). Use a larger one or plain text.',
    )
  return {style: style ?? 'h4', runs: isWhollyStrong(runs) ? withoutStrong(runs) : runs}
}

/**
 * The heading that a file opens with when it names the whole text and not a section of it: it is the first thing
 * in the file, carries no section number, and no other heading is as large.
 */
export function ownHeading(nodes: readonly RootContent[], context: Context): Heading | undefined {
  const [first, ...rest] = nodes
  if (first?.type !== 'heading' || isNumbered(first, context)) return undefined
  const isRival = (node: RootContent) => node.type === 'heading' && node.depth <= first.depth
  return rest.some(isRival) ? undefined : first
}

function isNumbered(heading: Heading, context: Context): boolean {
  // What is wrong with it is noted when it is read for good.
  return SECTION_NUMBER.test(textOf(readRuns(heading.children, {...context, problems: new Problems()})))
}

/** Reads the file's own heading, of whichever level, as the text's subtitle. */
export function readSubtitle(node: Heading, context: Context): TextContent {
  const runs = readWords(node, context)
  return {style: 'subtitle', runs: isWhollyStrong(runs) ? withoutStrong(runs) : runs}
}

function readWords(node: Heading, context: Context): Run[] {
  if (node.children.length === 0) context.problems.at(node, 'This heading has no words.')
  return readRuns(node.children, context)
}

/** Whether all words of some runs are bold. */
export function isWhollyStrong(runs: readonly Run[]): boolean {
  return (
    runs.length > 0 && runs.every(({text, decorators}) => text.trim() === '' || decorators.includes('strong'))
  )
}

/** Headings are bold by their style; a mark besides would make them bold twice. */
function withoutStrong(runs: readonly Run[]): Run[] {
  return mergeRuns(
    runs.map((run) => ({...run, decorators: run.decorators.filter((mark) => mark !== 'strong')})),
  )
}
