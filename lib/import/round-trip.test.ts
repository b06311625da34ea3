import fc from 'fast-check'
import {expect, test} from 'vitest'
import {formattedTextMarkdown} from '#lib/markdown/formatted-text.ts'
import type {Content} from './content.ts'
import {policyFromMarkdown} from './read-file.ts'
import {storeContent} from './store.ts'

// Texts in Markdown and HTML, of every construct that the importer reads, with words that look like markup.

const words = fc
  .array(
    fc.constantFrom(
      'we',
      'keep',
      'data',
      '1.',
      'a*b',
      'x_y',
      '#3',
      '(a)',
      '“so”',
      'AT&T',
      '<5',
      '50%',
      'e.g.',
      'é',
    ),
    {
      minLength: 1,
      maxLength: 5,
    },
  )
  .map((all) => `Z${all.join(' ')}`)
const escaped = words.map((text) => text.replace(/[*_#<]/g, '\\$&').replace(/&/g, '&amp;'))
const inline: fc.Arbitrary<string> = fc.oneof(
  {weight: 4, arbitrary: escaped},
  escaped.map((text) => `**${text}**`),
  escaped.map((text) => `*${text}* and`),
  escaped.map((text) => `~~${text}~~`),
  escaped.map((text) => `<u>${text}</u>`),
  escaped.map((text) => `x<sup>${text}</sup>`),
  escaped.map((text) => `[${text}](https://x.example/a?b=c "Title")`),
  escaped.map((text) => `[**${text}**](/contact)`),
  fc.constant('`a  *b*`'),
  fc.constant('line<br>break'),
  fc.constant('<a id="here"></a>there'),
)
const line = fc.array(inline, {minLength: 1, maxLength: 3}).map((parts) => parts.join(' '))
const indent = (text: string, by: number) => text.replace(/^(?=.)/gm, ' '.repeat(by))

const paragraph = line
const heading = fc
  .tuple(fc.integer({min: 2, max: 4}), escaped, fc.constantFrom('', ' {#own-id}'))
  .map(([depth, text, id]) => `${'#'.repeat(depth)} ${text}${id}`)
const quotation = fc.tuple(line, line).map(([first, second]) => `> ${first}\n>\n> - ${second}`)
const code = fc.constant('```js\nlet a = 1\n\n  b *c*\n```')
const table = fc
  .tuple(line, line, line)
  .map(
    ([a, b, c]) =>
      `| ${a} | Zb |\n|---|---|\n| ${b} | <ul><li>${c}</li><li>Zd</li></ul> |\n| <p>Ze</p><p>${a}</p> | |`,
  )
const htmlTable = line.map(
  () => '<table><tr><td>Za</td><td>Zb</td></tr><tr><td colspan="2">Zc</td></tr></table>',
)
const lettered = fc.constantFrom(
  '<ol type="a" start="3"><li>Zone</li><li>Ztwo</li></ol>',
  '<ol type="I"><li>Zone<ol type="A"><li>Zin</li></ol></li></ol>',
  '<ul><li>Zone<p>Zmore</p></li><li value="4">Ztwo</li></ul>',
)
const list: fc.Arbitrary<string> = fc
  .tuple(
    fc.constantFrom('-', '1.', '4.', '2)'),
    fc.array(
      fc.tuple(
        line,
        fc.option(
          fc.oneof(
            paragraph,
            quotation,
            code,
            table,
            line.map((text) => `- ${text}`),
            line.map((text) => `1. ${text}`),
          ),
        ),
      ),
      {minLength: 1, maxLength: 3},
    ),
  )
  .map(([sign, items]) =>
    items
      .map(([text, more]) => {
        const marker = `${sign} `
        return marker + text + (more === null ? '' : `\n\n${indent(more, marker.length)}`)
      })
      .join('\n\n'),
  )
const callout = line.map((text) => `> [!NOTE]\n> ${text}`)
const dated = fc.constantFrom(
  'Last updated: January 6, 2023',
  '*Effective as of 6 May 2023*',
  'Zit was updated on 1/6/2023 by us.',
)
const part = fc.oneof(paragraph, heading, quotation, code, table, htmlTable, lettered, list, callout, dated)
const texts = fc.array(part, {minLength: 1, maxLength: 6}).map((parts) => parts.join('\n\n'))

const bodyOf = (markdown: string): {body: Content[]; lastUpdated: string | undefined} => {
  const result = policyFromMarkdown(`# Zed\n\n${markdown}\n\nZend.`)
  if (!result.ok) throw new Error(JSON.stringify(result.findings))
  return {body: result.policy.body, lastUpdated: result.policy.lastUpdated}
}

test('a policy out through the Markdown twin and in again is the same', () => {
  fc.assert(
    fc.property(texts, (markdown) => {
      const {body, lastUpdated} = bodyOf(markdown)
      const twin = formattedTextMarkdown(storeContent(body), {lastUpdated})
      const result = policyFromMarkdown(`# Zed\n\n${twin}`)
      expect(result.ok && result.policy, twin).toEqual({
        title: 'Zed',
        ...(lastUpdated && {lastUpdated}),
        body,
      })
      expect(storeContent(result.ok ? result.policy.body : [])).toEqual(storeContent(body))
    }),
    {numRuns: 300},
  )
})
