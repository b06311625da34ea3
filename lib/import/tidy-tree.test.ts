import {describe, expect, test} from 'vitest'
import {formattedTextMarkdown} from '#lib/markdown/formatted-text.ts'
import {policyFromHtml} from './read-file.ts'
import {storeContent} from './store.ts'

function read(html: string) {
  const result = policyFromHtml(`<h1>Terms</h1>${html}`)
  if (!result.ok) throw new Error(JSON.stringify(result.findings))
  const {body, lastUpdated} = result.policy
  const text = formattedTextMarkdown(storeContent(body), {lastUpdated}).trim()
  return {text, found: result.findings.flatMap(({what}) => what || [])}
}

const text = (html: string) => read(html).text

describe('HTML as generators of policies, Word and editors write it', () => {
  test('tags that only lay a text out are none of its words', () => {
    expect(
      text(
        '<p><bdt class="question">Acme</bdt><bdt class="end"></bdt> and <o:p>more</o:p> <your company></p>',
      ),
    ).toBe('Acme and more \\<your company>')
  })

  test('signs without width are left out, and spaces that do not break stay', () => {
    expect(text('<p>\ufeffa\u200bb c\u00a0d</p>')).toBe('ab c\u00a0d')
  })

  test.each([
    [
      'a heading within marks',
      '<div><b><span><h2 id="a">Data</h2></span></b></div>',
      '## <a id="a"></a>Data',
    ],
    [
      'paragraphs within a mark',
      '<b>One<p>Two</p><i><p>Three</p></i></b>',
      '**One**\n\n**Two**\n\n**_Three_**',
    ],
    ['paragraphs within a link', '<a href="/x"><p>One</p><p>Two</p></a>', '[One](/x)\n\n[Two](/x)'],
    ['a list within a mark', '<em><ul> <li>One</li> </ul></em>', '- *One*'],
    [
      'a table within a mark',
      '<b><table><tr><td>a</td></tr><tr><td>b</td></tr></table></b>',
      '<!-- table without a head -->\n\n| **a** |\n| - |\n| **b** |',
    ],
  ])('%s', (_name, html, expected) => {
    expect(text(html)).toBe(expected)
  })

  test.each(['#', '¶', '', '\u200b'])('a heading has no link to itself: %j', (sign) => {
    const {text, found} = read(
      `<h2 id="fees">Fees<a class="anchor" href="#fees">${sign}</a></h2><p>Words.</p>`,
    )
    expect(text).toContain('Fees\n\nWords.')
    expect(found).toEqual([])
  })

  test('the words under a table are its caption', () => {
    expect(text('<figure><table><tr><th>a</th></tr></table><figcaption>Our data</figcaption></figure>')).toBe(
      '<!-- caption -->\n\nOur data\n\n| a |\n| - |',
    )
  })
})

describe('numbers of lists in HTML', () => {
  test.each([
    ['counted down', '<ol reversed><li>a</li><li>b</li></ol>', '2. a\n\n1) b'],
    [
      'by their style',
      '<ol style="list-style-type: lower-roman"><li>a</li><li>b</li></ol>',
      '- i. a\n- ii. b',
    ],
    ['by their style, in Latin', '<ol style="list-style-type:upper-latin"><li>a</li></ol>', '- A. a'],
  ])('%s', (_name, html, expected) => {
    expect(text(html)).toBe(expected)
  })
})

describe('cells that reach over several columns or rows', () => {
  const {text, found} = read(
    `<table><tr><th rowspan="2">Who</th><th colspan="2">When</th></tr><tr><th>from</th><th>to</th></tr>
    <tr><td>We</td><td colspan="2" rowspan="2">always</td></tr><tr><td>They</td></tr><tr></tr></table>`,
  )

  test('have their words in the first place, and each other cell its own', () => {
    expect(text).toBe(
      `<!-- 2 head rows -->

| Who | When | |
| - | - | - |
| | from | to |
| We | always | |
| They | | |`,
    )
  })

  test('are named', () => {
    expect(found).toEqual(['Who', 'When', 'always'])
  })
})

describe('lists that do not stand in each other', () => {
  const item = (level: number, sign: string, words: string) =>
    `<p class=MsoListParagraph style='mso-list:l0 level${level} lfo1'><![if !supportLists]><span style='font-family:Symbol'><span style='mso-list:Ignore'>${sign}<span>&nbsp;&nbsp; </span></span></span><![endif]>${words}<o:p></o:p></p>`

  test('of Word, by their style', () => {
    expect(
      text(
        `${item(1, '·', 'One')}\n${item(2, 'o', 'Two')}\n${item(2, 'o', 'Three')}\n${item(1, '·', 'o <b>Four</b>')}`,
      ),
    ).toBe('- One\n  - Two\n  - Three\n- o **Four**')
  })

  test('of Word, with numbers, are lines with the numbers that they have', () => {
    expect(text(item(1, '(a)', 'One') + item(1, '(b)', 'Two'))).toBe('(a) One\n\n(b) Two')
  })

  test('of Google Docs, by the names of their classes', () => {
    const list = (level: number, ...words: string[]) =>
      `<ul class="c1 lst-kix_ab-${level} start">${words.map((text) => `<li><span>${text}</span></li>`).join('')}</ul>`
    expect(text(list(0, 'One') + list(1, 'Two') + list(2, 'Three') + list(1, 'Four') + list(0, 'Five'))).toBe(
      '- One\n  - Two\n    - Three\n  - Four\n- Five',
    )
  })
})

test('a link that Google Docs leads over a page of its own leads where it was meant to', () => {
  const address = 'https://www.google.com/url?q=https://real.example/a?b%3D1&amp;sa=D&amp;ust=1'
  expect(text(`<p><a href="${address}">Words</a></p>`)).toBe('[Words](https://real.example/a?b=1)')
})

test('the title of a page of Word or Google Docs is a paragraph with that name', () => {
  for (const name of ['MsoTitle', 'c0 title'])
    expect(policyFromHtml(`<p class="${name}">Privacy</p><p>Words.</p>`)).toMatchObject({
      policy: {title: 'Privacy'},
    })
})
