import type {Paragraph, Root, RootContent} from 'mdast'
import remarkFrontmatter from 'remark-frontmatter'
import remarkGfm from 'remark-gfm'
import remarkParse from 'remark-parse'
import {unified} from 'unified'
import type {Content, PolicyContent} from './content.ts'
import {type Context, Definitions, type FileProblem, FileProblems, unsupported} from './context.ts'
import {readTitle} from './front-matter.ts'
import {beyondLimits} from './limits.ts'
import {
  ownHeading,
  readHeading,
  readLastUpdated,
  readList,
  readSectionHeading,
  readSubtitle,
  readTable,
  reportJoinedLists,
} from './read-blocks.ts'
import {readRuns} from './read-inline.ts'

/** A policy as a file gives it, or everything that keeps the file from being one. */
export type MarkdownPolicy = {ok: true; policy: PolicyContent} | {ok: false; problems: FileProblem[]}

const parser = unified().use(remarkParse).use(remarkGfm).use(remarkFrontmatter, ['yaml'])

/**
 * Reads a policy from Markdown (CommonMark with GitHub's additions) with front matter.
 *
 * The result depends on the text alone. What a policy cannot hold is a problem with its line; then there is no policy,
 * so that nothing is lost in silence.
 */
export function policyFromMarkdown(markdown: string): MarkdownPolicy {
  const beyond = beyondLimits(markdown)
  if (beyond.length > 0) return {ok: false, problems: beyond}
  // The parser counts without a byte order mark.
  const text = markdown.replace(/^\uFEFF/, '')
  const root: Root = parser.parse(text)
  const problems = new FileProblems()
  const title = readTitle(root.children[0], problems)
  const nodes = root.children.filter(({type}) => type !== 'yaml' && type !== 'definition')
  const definitions = new Definitions(root.children)
  const {lastUpdated, body} = readBody(nodes, {problems, definitions, source: text})
  for (const unused of definitions.unused())
    problems.at(
      unused,
      `No link of the text uses "[${unused.label ?? unused.identifier}]:", so this line would be lost. Remove it, or write it as text.`,
    )
  const found = problems.list()
  return found.length > 0 ? {ok: false, problems: found} : {ok: true, policy: {title, lastUpdated, body}}
}

/** The text of a policy and the date that it was last updated; the date is empty when its absence was reported. */
type Body = {lastUpdated: string; body: Content[]}

/** Comparing a text with what is stored takes the product of the numbers of their parts, in time and in memory. */
const MAX_PARTS = 5_000

/** Turns the parts of a file after its front matter into the members of a policy's body, in order. */
function readBody(nodes: readonly RootContent[], context: Context): Body {
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

  if (body.length > MAX_PARTS)
    problems.atLine(
      1,
      `The text has ${body.length} paragraphs, headings and list items; a policy can have ${MAX_PARTS}.`,
    )
  if (lastUpdated === undefined)
    problems.atLine(1, 'There is no "Last Updated: MM/DD/YYYY" line in the text.')
  return {lastUpdated: lastUpdated ?? '', body}
}
