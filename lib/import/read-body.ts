import type {Paragraph, RootContent} from 'mdast'
import type {Content} from './content.ts'
import {ownHeading, readHeading, readSectionHeading, readSubtitle} from './heading.ts'
import {readLastUpdated} from './last-updated.ts'
import {readList, reportJoinedLists} from './list.ts'
import {type Context, readRuns} from './runs.ts'
import {readTable} from './table.ts'
import {unsupported} from './unsupported.ts'

/** The text of a policy and the date that it was last updated; the date is empty when its absence was reported. */
export type Body = {lastUpdated: string; body: Content[]}

/** Comparing a text with what is stored takes the product of the numbers of their parts, in time and in memory. */
const MOST_PARTS = 5_000

/** Turns the parts of a file after its front matter into the members of a policy's body, in order. */
export function readBody(nodes: readonly RootContent[], context: Context): Body {
  const {problems} = context
  const subtitle = ownHeading(nodes, context)
  let lastUpdated: string | undefined

  const readParagraph = (node: Paragraph): Content[] => {
    const runs = readRuns(node.children, context)
    const dated = readLastUpdated(runs)
    if (!dated) return runs.length > 0 ? [readSectionHeading(runs) ?? {style: 'normal', runs}] : []
    if (lastUpdated !== undefined) problems.at(node, 'A second "Last Updated" line. A policy has one date.')
    if (!dated.date)
      problems.at(node, `"${dated.written}" is not a date of the form MM/DD/YYYY, for example 11/09/2025.`)
    if (dated.losesMarks)
      problems.at(
        node,
        'The "Last Updated" line has a look of its own: links, italics and code cannot be kept in it.',
      )
    lastUpdated = dated.date ?? ''
    return [dated.marker]
  }

  const body = nodes.flatMap((node, index): Content[] => {
    if (node === subtitle) return [readSubtitle(subtitle, context)]
    if (node.type === 'paragraph') return readParagraph(node)
    if (node.type === 'heading') return [readHeading(node, context)]
    if (node.type === 'table') return [readTable(node, context)]
    if (node.type !== 'list') {
      problems.at(node, unsupported(node.type))
      return []
    }
    reportJoinedLists(nodes[index - 1], node, {problems, level: 1})
    return readList(node, context)
  })

  if (body.length > MOST_PARTS)
    problems.atLine(
      1,
      `The text has ${body.length} paragraphs, headings and list items; a policy can have ${MOST_PARTS}.`,
    )
  if (lastUpdated === undefined)
    problems.atLine(1, 'There is no "Last Updated: MM/DD/YYYY" line in the text.')
  return {lastUpdated: lastUpdated ?? '', body}
}
