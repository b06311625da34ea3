import {createElement} from 'react'
import {renderToStaticMarkup} from 'react-dom/server'
import {expect, test} from 'vitest'
import {PolicyArticle} from '#components/policy/policy-article.tsx'
import {readText} from '#lib/format/portable-text.ts'
import {policyFromMarkdown} from '#lib/import/read-file.ts'
import {storeContent} from '#lib/import/store.ts'

/** The page of an imported text, without classes, its title and the date line. */
function pageOf(markdown: string): string {
  const result = policyFromMarkdown(`---\ntitle: Terms\n---\nLast Updated: 11/09/2025\n\n${markdown}`)
  if (!result.ok) throw new Error(JSON.stringify(result.findings))
  const {title, lastUpdated, body} = result.policy
  const stored = readText(storeContent(body).slice(1)).members
  return renderToStaticMarkup(
    createElement(PolicyArticle, {title, lastUpdated: lastUpdated ?? null, contactEmail: null, body: stored}),
  )
    .replace(/ class="[^"]*"/g, '')
    .replace(/^.*<\/hgroup>(?:<nav.*<\/nav>)?<div>(.*)<\/div><\/article>$/s, '$1')
}

test.each([
  [
    '| **What** | When |\n|--|-:|\n| a\\|b | |',
    '<figure aria-label="Table" tabindex="0"><table><thead><tr><th scope="col">What</th><th scope="col">When</th></tr></thead><tbody><tr><td>a|b</td><td></td></tr></tbody></table></figure>',
  ],
  ['1. a\n   - b\n2. c', '<ol><li>a<ul><li>b</li></ul></li><li>c</li></ol>'],
  ['- a\n\n1. b\n\n- c', '<ul><li>a</li></ul><ol><li>b</li></ol><ul><li>c</li></ul>'],
  ['## *1*. A', '<section aria-labelledby="a"><h2 id="a"><em>1</em>. A</h2></section>'],
  ['a\\\nb', '<p>a<br/>b</p>'],
])('%j is on the page as it says', (markdown, html) => {
  expect(pageOf(markdown)).toBe(html)
})
