import {readFileSync} from 'node:fs'
import {join} from 'node:path'

/** A block of a text as a reader meets it. `depth` counts the lists that an entry stands in. */
export type TextBlock = {
  kind: 'title' | 'subtitle' | 'heading' | 'paragraph' | 'entry'
  depth: number
  text: string
}

const FILE = join(import.meta.dirname, '..', '..', 'sanity', 'seed', 'privacy-policy.md')

/**
 * The blocks of the owner's privacy policy. It reads this one file and no Markdown besides: what the importer can do
 * must not decide what it is measured by.
 */
export function privacyPolicyFile(): {blocks: TextBlock[]; strong: string[]} {
  const [, matter = '', body = ''] = readFileSync(FILE, 'utf8').split(/^---$/m)
  const title = /^title: '(.+)'$/m.exec(matter)?.[1] ?? ''
  const lines = body.split('\n').filter((line) => line.trim() !== '')
  return {
    blocks: [{kind: 'title', depth: 0, text: title}, ...lines.map(blockOf)],
    strong: lines
      .filter((line) => !isHeading(line))
      .flatMap((line) => [...line.matchAll(/\*\*(.+?)\*\*/g)].map(([, words = '']) => words)),
  }
}

// What a heading marks as strong it says by being a heading.
const isHeading = (line: string) => line.startsWith('#') || /^\*\*\d+\. .+\*\*$/.test(line)

function blockOf(line: string): TextBlock {
  const entry = /^( *)\* {3}(.+)$/.exec(line)
  if (entry) return {kind: 'entry', depth: 1 + (entry[1] ?? '').length / 4, text: words(entry[2] ?? '')}
  if (line.startsWith('### ')) return {kind: 'subtitle', depth: 0, text: words(line.slice(4))}
  return {kind: isHeading(line) ? 'heading' : 'paragraph', depth: 0, text: words(line)}
}

const words = (marked: string) => marked.replaceAll('**', '').trim()
