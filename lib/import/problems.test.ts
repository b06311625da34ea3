import {expect, test} from 'vitest'
import {policyFromMarkdown} from './read-markdown.ts'

const HEAD = '---\ntitle: Terms\n---\nLast Updated: 11/09/2025\n\n'

test.each([
  ['raw HTML', '<b>bold</b>', /Raw HTML/],
  ['a comment', '<!-- later -->', /Raw HTML/],
  ['HTML inside a text', 'a <br> b', /Raw HTML/],
  ['a table of headings alone', '| a | b |\n|---|---|', /no row under them/],
  ['a picture in a table', '| ![a](b.png) |\n|---|\n| 1 |', /A picture/],
  ['a link in a table', '| [a](/b) |\n|---|\n| 1 |', /plain words/],
  ['a picture', 'See ![a plan](plan.png)', /A picture/],
  ['a quotation', '> said', /A quotation/],
  ['code', '```\nx\n```', /A block of code/],
  ['a horizontal line', '***', /A horizontal line/],
  ['struck-through text', '~~gone~~', /Struck-through text/],
  [
    'an unsafe link',
    '[x](javascript:alert(1))',
    /"javascript:alert\(1\)" is not one that visitors may follow/,
  ],
  ['a relative link', '[x](other.md)', /"other.md" is not one/],
  ["a link's title", '[x](/contact "more")', /hidden title "more"/],
  ['a tick box', '- [ ] task', /A tick box/],
  ['a list that begins elsewhere', '3. three', /begin at 3/],
  ['a list item without text', '-\n  - a', /no text of its own/],
  ['a table in a list', '- a\n\n  | a |\n  |---|\n  | 1 |', /A table cannot be kept in a list/],
  ['a heading of the first level', 'Text.\n\n# One', /title of the page/],
  ['a heading that is too deep', '##### Five', /fourth level/],
  [
    'an address that no link uses',
    '[note]: important "words"\n\nText.',
    /No link of the text uses "\[note\]:"/,
  ],
  ['a heading without words', '##\n\n## b', /no words/],
  ['a link without words', 'a [](https://x.com) b', /link has no words/],
  ['a link without words, by reference', '[ **&#32;** ][x]\n\n[x]: /y', /link has no words/],
  ['a second date', 'Last Updated: 11/10/2025', /A second "Last Updated" line/],
])('%s is named with its line', (_name, markdown, message) => {
  const result = policyFromMarkdown(HEAD + markdown)
  if (result.ok) throw new Error('was taken for a policy')
  expect(result.problems[0]?.message).toMatch(message)
  const inner = {'a heading of the first level': 2, 'a table in a list': 2}[_name] ?? 0
  expect(result.problems[0]?.line).toBe(6 + inner)
})

test.each([
  ['1. a\n3. b', 7, /written as number 3 and would be counted as 2/],
  ['1. a\n2. b\n2. c', 8, /number 2 and would be counted as 3/],
  ['- a\n\t1. b\n\t   c\n\t4. d', 9, /number 4/],
])('a number that the page would count otherwise is named: %j', (markdown, line, message) => {
  for (const head of [HEAD, `\uFEFF${HEAD}`])
    expect(policyFromMarkdown(head + markdown)).toMatchObject({
      ok: false,
      problems: [{line, message: expect.stringMatching(message)}],
    })
})

test('of two addresses with one name the second is named', () => {
  expect(policyFromMarkdown(`${HEAD}[a][x]\n\n[x]: /b\n[X]: /c`)).toMatchObject({
    ok: false,
    problems: [{line: 9}],
  })
})

test('every problem is named, in the order of the file', () => {
  const result = policyFromMarkdown(`${HEAD}A note.[^1]\n\n<hr>\n\n1. a\n\n   b\n\n[^1]: Small print.`)
  if (result.ok) throw new Error('was taken for a policy')
  expect(result.problems.map(({line}) => line)).toEqual([6, 8, 12, 14])
})

test.each([
  ['| a |\n|---|\n| **1** |', /plain words/],
  ['| a |\n|---|\n| www.example.com |', /plain words/],
  ['| a |\n|---|\n| a <br> b |', /Raw HTML/],
  ['| a |\n|---|\n| 1 | 2 |', /This row has 2 cells and the first has 1/],
])('a row that a table cannot hold is named: %j', (markdown, message) => {
  expect(policyFromMarkdown(HEAD + markdown)).toMatchObject({
    ok: false,
    problems: [{line: 8, message: expect.stringMatching(message)}],
  })
})

test('the tags of one element are one problem', () => {
  expect(policyFromMarkdown(`${HEAD}a <b>b</b> c`)).toMatchObject({ok: false, problems: [{line: 6}]})
})

test.each([
  ['1. a\n\n1) b', 8, /Two numbered lists/],
  ['- a\n\n* b', 8, /Two lists without text/],
  ['- a\n- b\n\n\n+ c', 10, /Two lists without text/],
  ['- a\n  - b\n\n  * c', 9, /Two lists without text/],
  ['- a\n  - b\n  1. c', 8, /one list only/],
  ['- a [x]\n\n[x]: /x\n\n- b', 10, /Two lists without text/],
])('two lists that would run into one are named: %j', (markdown, line, message) => {
  expect(policyFromMarkdown(HEAD + markdown)).toMatchObject({
    ok: false,
    problems: [{line, message: expect.stringMatching(message)}],
  })
})

test.each([
  'Last Updated: [11/09/2025](https://x.com)',
  '*Last Updated:* 11/09/2025',
  '**Last Updated:** `11/09/2025`',
])('a date line that says more than the page can show is named: %s', (line) => {
  expect(policyFromMarkdown(`---\ntitle: T\n---\n${line}`)).toMatchObject({
    ok: false,
    problems: [{line: 4, message: expect.stringMatching(/links, italics and code/)}],
  })
})

test('a list that is nested too deeply is named', () => {
  const deep = Array.from({length: 11}, (_, level) => `${'  '.repeat(level)}- a`).join('\n')
  const result = policyFromMarkdown(HEAD + deep)
  expect(result).toMatchObject({
    ok: false,
    problems: [{line: 16, message: expect.stringMatching(/10 levels/)}],
  })
})

test.each([
  ['Text alone.\n\nLast Updated: 11/09/2025', 1, /must begin with front matter/],
  ['---\nlayout: x\n---\nLast Updated: 11/09/2025', 1, /must give the title/],
  ["---\ntitle: ''\n---\nLast Updated: 11/09/2025", 1, /must give the title/],
  ['---\ntitle: |\n  One\n  Two\n---\nLast Updated: 11/09/2025', 1, /title as one line/],
  ['---\ntitle: T\n? [a, b]\n: c\n---\nLast Updated: 11/09/2025', 3, /has no place/],
  ['---\ntitle: 7\n---\nLast Updated: 11/09/2025', 1, /must give the title/],
  ['---\ntitle: T\ndraft: true\n---\nLast Updated: 11/09/2025', 3, /"draft" has no place/],
  ['---\ntitle: T\n  x: [\n---\nLast Updated: 11/09/2025', 2, /not valid YAML/],
  ['---\ntitle: T\n---\nText.', 1, /no "Last Updated/],
  ['---\ntitle: T\n---\n**Last Updated:** 31/12/2025', 4, /"31\/12\/2025" is not a date/],
  ['---\ntitle: T\n---\nLast Updated: 1/9/2025', 4, /"1\/9\/2025" is not a date/],
  ['---\ntitle: T\n---\nLast updated: November 9, 2025', 4, /MM\/DD\/YYYY/],
  ['', 1, /must begin with front matter/],
])('%j is refused at line %i', (markdown, line, message) => {
  const result = policyFromMarkdown(markdown)
  if (result.ok) throw new Error('was taken for a policy')
  expect(result.problems).toContainEqual({line, message: expect.stringMatching(message)})
})
