import type {RootContent, Yaml} from 'mdast'
import {isMap, isNode, isScalar, LineCounter, parseDocument} from 'yaml'
import type {FileProblems} from './context.ts'

/** Keys that say how another system lays a page out, and nothing about its words. */
const IGNORED: ReadonlySet<unknown> = new Set(['layout'])

/** A title needs a few dozen. The time that reading YAML takes grows with the square of the number of characters. */
const MAX_CHARACTERS = 10_000

/** Reads the title from the front matter; an empty title stands for one that was reported as missing. */
export function readTitle(first: RootContent | undefined, problems: FileProblems): string {
  if (first?.type !== 'yaml') {
    problems.atLine(
      1,
      "The file must begin with front matter that gives the title: --- / title: 'Privacy Policy' / ---",
    )
    return ''
  }
  if (first.value.length <= MAX_CHARACTERS) return readYaml(first, problems)
  problems.at(first, 'The front matter is too long. It has to give the title and nothing else.')
  return ''
}

function readYaml(node: Yaml, problems: FileProblems): string {
  const lines = new LineCounter()
  const document = parseDocument(node.value, {lineCounter: lines, prettyErrors: false})
  // The text of the node begins on the line after the opening "---".
  const offset = node.position?.start.line ?? 1
  const lineAt = (position: number | undefined) => offset + lines.linePos(position ?? 0).line

  const [error] = document.errors
  if (error) {
    problems.atLine(lineAt(error.pos[0]), `The front matter is not valid YAML: ${error.message}`)
    return ''
  }
  const pairs = isMap(document.contents) ? document.contents.items : []
  for (const {key} of pairs) {
    const name = isScalar(key) ? key.value : undefined
    if (name !== 'title' && !IGNORED.has(name))
      problems.atLine(
        isNode(key) ? lineAt(key.range?.[0]) : offset + 1,
        `The front matter's "${String(key)}" has no place in a policy. Remove it.`,
      )
  }
  const title = document.get('title')
  if (typeof title === 'string' && title.trim() && !/[\r\n]/.test(title.trim())) return title.trim()
  problems.at(node, "The front matter must give the title as one line of text: title: 'Privacy Policy'")
  return ''
}
