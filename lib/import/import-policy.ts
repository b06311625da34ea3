import type {Root} from 'mdast'
import remarkFrontmatter from 'remark-frontmatter'
import remarkGfm from 'remark-gfm'
import remarkParse from 'remark-parse'
import {unified} from 'unified'
import type {PolicyContent} from './content.ts'
import {Definitions} from './definitions.ts'
import {readTitle} from './front-matter.ts'
import {beyondLimits} from './limits.ts'
import {type Problem, Problems} from './problems.ts'
import {readBody} from './read-body.ts'

/** A policy as a file gives it, or everything that keeps the file from being one. */
export type PolicyImport = {ok: true; policy: PolicyContent} | {ok: false; problems: Problem[]}

const parser = unified().use(remarkParse).use(remarkGfm).use(remarkFrontmatter, ['yaml'])

/**
 * Reads a policy from Markdown (CommonMark with GitHub's additions) with front matter.
 *
 * The result depends on the text alone. Whatever a policy cannot hold is a problem with its line; then there is
 * no policy, so that nothing is lost in silence.
 */
export function importPolicy(markdown: string): PolicyImport {
  const beyond = beyondLimits(markdown)
  if (beyond.length > 0) return {ok: false, problems: beyond}
  // The parser counts without a byte order mark.
  const text = markdown.replace(/^\uFEFF/, '')
  const root: Root = parser.parse(text)
  const problems = new Problems()
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
