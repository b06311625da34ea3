import {readdirSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import {createElement} from 'react'
import {renderToStaticMarkup} from 'react-dom/server'
import {describe, expect, test} from 'vitest'
import {PolicyArticle} from '#components/policy/policy-article.tsx'
import {readText} from '#lib/format/portable-text.ts'
import {policyFromHtml, policyFromMarkdown} from '#lib/import/read-file.ts'
import {storeContent} from '#lib/import/store.ts'

/** Texts in the manner of other systems, each beside the page that it must become. */
const FOLDER = join(import.meta.dirname, '..', 'fixtures', 'policies')

/** The page of a text as readable lines, without classes and the list of contents, and what was found in the file. */
function pageOf(file: string): string {
  const text = readFileSync(join(FOLDER, file), 'utf8')
  const read = file.endsWith('.html') ? policyFromHtml : policyFromMarkdown
  const result = read(text, {name: file})
  const findings = result.findings.map(({severity, line, what}) => `${severity} ${line}: ${what}`.trim())
  if (!result.ok) return findings.join('\n')
  const {title, lastUpdated = null, body} = result.policy
  const html = renderToStaticMarkup(
    createElement(PolicyArticle, {
      title,
      lastUpdated,
      contactEmail: null,
      body: readText(storeContent(body)).members,
    }),
  )
  const lines = html
    .replace(/<nav.*?<\/nav>/s, '')
    .replace(/ class="[^"]*"/g, '')
    .replace(/(<(?:h[1-6]|p|ul|ol|li|table|tr|section|blockquote|pre|aside|figure)\b)/g, '\n$1')
  return `${[...findings, lines.trim()].join('\n')}\n`
}

const files = readdirSync(FOLDER).filter((file) => /\.(?:mdx?|html)$/.test(file))

describe('each text becomes the page that stands beside it', () => {
  test.each(files)('%s', async (file) => {
    await expect(pageOf(file)).toMatchFileSnapshot(join(FOLDER, 'pages', `${file}.txt`))
  })
})

test('no word of any text is left out', () => {
  for (const file of files) {
    const page = pageOf(file).replace(/<[^>]+>/g, ' ')
    const text = readFileSync(join(FOLDER, file), 'utf8')
      .replace(/^\uFEFF?(---|\+\+\+)\n[\s\S]*?\n\1\n/, '')
      // What no reader sees: comments, tags, addresses, what stands around a page of HTML, and numbers that a list counts.
      .replace(
        /<!--[\s\S]*?-->|\{\/\*[\s\S]*?\*\/\}|<(head|header|nav|footer|script|style)\b[\s\S]*?<\/\1>|<[^>]+>|\]\([^)]*\)|\]:.*|\[\^\w+\]/g,
        ' ',
      )
      .replace(
        /^\s*\d+[.)]\s|^(?:> )?```\w+$|\{:? ?#[^}]*\}|&#?[a-z0-9]+;|\[!\w+\]|\[x\]|^:::+\s*\w*|^\{% (?:end)?hint.*%\}$|^[*-] TOC$|\{:toc\}/gm,
        ' ',
      )
    const known = new Set(page.match(/[\p{L}\p{N}]+/gu))
    const missing = (text.match(/[\p{L}\p{N}]+/gu) ?? []).filter((word) => !known.has(word))
    expect(missing, file).toEqual([])
  }
})
