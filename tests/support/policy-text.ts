import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import type {Page} from 'playwright/test'

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

/** The blocks of the policy that a page shows, in the order in which it shows them, without the list of contents. */
export async function pageBlocks(page: Page): Promise<TextBlock[]> {
  return page.locator('article').evaluate((article) => {
    const kinds: Record<string, TextBlock['kind']> = {H1: 'title', H2: 'heading', P: 'paragraph', LI: 'entry'}
    const ownText = (element: Element) => {
      const copy = element.cloneNode(true)
      if (copy instanceof Element) for (const list of copy.querySelectorAll('ul, ol')) list.remove()
      return (copy.textContent ?? '').replace(/\s+/g, ' ').trim()
    }
    const depthOf = (element: Element) => {
      let depth = 0
      for (let list = element.parentElement?.closest('ul, ol'); list; depth++)
        list = list.parentElement?.closest('ul, ol')
      return depth
    }
    return [...article.querySelectorAll('h1, h2, h3, h4, p, li')]
      .filter((element) => !element.closest('nav'))
      .map((element) => ({
        kind:
          element.closest('hgroup') && element.tagName === 'P'
            ? 'subtitle'
            : (kinds[element.tagName] ?? 'title'),
        depth: depthOf(element),
        text: ownText(element),
      }))
  })
}
