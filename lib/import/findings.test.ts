import {expect, test} from 'vitest'
import {policyFromHtml, policyFromMarkdown} from './read-file.ts'

const HEAD = '---\ntitle: Terms\n---\nLast Updated: 11/09/2025\n\n'
const LARGEST = 1_000_000

/** A text repeated until a file with it is as large as one may be. */
const filled = (text: string) => HEAD + text.repeat(Math.floor((LARGEST - HEAD.length) / text.length))

const inEachOther = (depth: number) =>
  HEAD + Array.from({length: depth}, (_, level) => `${'  '.repeat(level)}- a\n`).join('')

test('a file of more than a megabyte is refused in a sentence', () => {
  expect(policyFromMarkdown(`${filled('words ')}${'é'.repeat(20)}`)).toMatchObject({
    ok: false,
    findings: [{line: 1, about: expect.stringMatching(/^The file is larger than a megabyte/)}],
  })
})

test.each([
  ['rows', filled('|a|b|c|d|e|f|g|h|i|j|k|l|m|n|o|p|q|r|s|t|u|v|w|x|y|z|\n'), /more than 20000 cells/],
  ['lines', filled(`${'words '.repeat(10)}\n`), /more than 1000 lines/],
])('a table or paragraph of a megabyte of %s is refused', (_name, text, message) => {
  expect(policyFromMarkdown(text)).toMatchObject({
    ok: false,
    findings: [{about: expect.stringMatching(message)}],
  })
})

test('a file of too many lines is refused at the first of them', () => {
  expect(policyFromMarkdown(filled('- a\n'))).toMatchObject({
    ok: false,
    findings: [{line: 20_001, about: expect.stringMatching(/more than 20000 lines/)}],
  })
})

// Each of these kept the parser for minutes, or broke it: that the test ends is half of what it says.
test.each([
  ['signs between letters', filled('a*a'), 6, /too many of the signs/],
  ['brackets', filled('['), 6, /too many of the signs/],
  ['paragraphs full of signs', filled(`${'*a **b '.repeat(100)}\n\n`), 806, /too many of the signs/],
  ['tags that are never closed', filled('<a b="'), 6, /more of the signs/],
  ['code', filled('`a '), 6, /more of the signs/],
  ['addresses', filled('www.a.example '), 6, /more addresses/],
  ['quotations in each other', filled('>'), 6, /nested too deeply/],
  ['lists on one line', filled('- '), 6, /nested too deeply/],
  ['lists and quotations', filled('1) > '), 6, /nested too deeply/],
  ['lists, each further in', inEachOther(900), 66, /nested too deeply/],
  [
    'many lists in each other',
    filled(`${'> - '.repeat(20)}${'a'.repeat(80)}\n\n`),
    506,
    /more than 10000 entries/,
  ],
  ['underlined headings', `${HEAD}${'a\n=\n\n'.repeat(6_000)}`, 601, /headings are underlined/],
])('a megabyte of %s is refused at the line that goes too far', (_name, text, line, message) => {
  const result = policyFromMarkdown(text)
  expect(result).toMatchObject({ok: false})
  if (!result.ok) expect(result.findings[0]).toMatchObject({line, about: expect.stringMatching(message)})
})

test('a paragraph of a megabyte is refused', () => {
  expect(policyFromMarkdown(filled('words '))).toMatchObject({
    ok: false,
    findings: [{line: 6, about: expect.stringMatching(/more than 200000 characters/)}],
  })
})

test.each([
  ['words', filled(`${'words '.repeat(200)}\n\n`), true],
  ['dates', filled(`${'Updated January 1, 2020 '.repeat(1_000)}\n\n`), true],
  ['a row of spaces', `${filled(' ').replace('\n\n ', '\n\na').slice(0, -1)}b`, false],
  ['lines of HTML', filled(`<b>${'b'.repeat(100)}\n`), false],
])('a megabyte of %s is read in seconds', (_name, text, ok) => {
  expect(policyFromMarkdown(text).ok).toBe(ok)
})

test('front matter of a thousand keys is read line by line', () => {
  const keys = Array.from({length: 900}, (_, nth) => `key${nth}: value`).join('\n')
  expect(policyFromMarkdown(`---\ntitle: T\n${keys}\n---\nLast Updated: 11/09/2025\n\nWords.`)).toMatchObject(
    {
      ok: true,
      policy: {title: 'T', lastUpdated: '2025-11-09'},
    },
  )
})

test('a text of too many parts is refused', () => {
  expect(policyFromMarkdown(HEAD + '- a\n\n'.repeat(5_000))).toMatchObject({
    ok: false,
    findings: [
      {line: 1, about: expect.stringMatching(/has 5000 paragraphs|has 5001 paragraphs.*can have 5000/)},
    ],
  })
})

test('a text of thousands of paragraphs is refused before it is read', () => {
  expect(policyFromMarkdown(`${HEAD}${'a\n: b\n\n'.repeat(6_000)}`)).toMatchObject({
    ok: false,
    findings: [{line: 16_503, about: expect.stringMatching(/more than 5500 paragraphs/)}],
  })
})

const NOTE = ':::note\n\nWords.\n\n'

test.each([
  ['call-outs that are never closed', ':::note\n\n'.repeat(6_000)],
  ['call-outs', `${NOTE}:::\n\n`.repeat(3_000)],
  ['call-outs in each other', `${NOTE.repeat(2_000)}${':::\n\n'.repeat(2_000)}`],
  ['colons', ':'.repeat(100_000)],
  ['meanings without a term', ': a\n\n'.repeat(4_000)],
  ['comments that are never closed', `${'{/* '.repeat(100)}\n\n`.repeat(50)],
  ['templates that are never closed', `${'{{ '.repeat(15_000)}\n\n`],
  ['bold words in HTML that do not end', `<div>${'**a '.repeat(2_000)}</div>`],
  ['links in HTML that do not end', `<div>${'[a]('.repeat(1_500)}</div>`],
  ['tags that lay nothing out', '<bdt class="x">a</bdt> '.repeat(1_500)],
  ['clauses that are indented', '    (a) b\n\n'.repeat(4_000)],
  [
    'cells over many columns',
    `<table><tr>${'<td colspan="1000">a'.repeat(2_000)}${'<tr><td>b'.repeat(2_000)}</table>`,
  ],
  ['links around paragraphs', '<a href="/x"><p>a</p></a>\n\n'.repeat(2_000)],
])('a text of %s ends', (_name, text) => {
  expect(policyFromMarkdown(HEAD + text).findings).toBeDefined()
})

test.each([
  ['brackets', '['.repeat(100_000)],
  ['stars', '*'.repeat(100_000)],
  ['signs of tags', '<'.repeat(100_000)],
  ['characters by name', '&amp;'.repeat(20_000)],
  ['spaces', `a${' '.repeat(100_000)}b`],
  ['marks around paragraphs', `${'<b><i>'.repeat(40)}${'<p>a</p>'.repeat(4_000)}`],
])('a page of HTML with a paragraph of %s is read', (_name, text) => {
  expect(policyFromHtml(`<p>Words. ${text}`).ok).toBe(true)
})

test('a page of HTML with elements in each other, hundreds deep, is refused', () => {
  for (const tag of ['<div>', '<ul><li>', '<blockquote>', '<table><tr><td>', '<b>'])
    expect(policyFromHtml(tag.repeat(500))).toMatchObject({ok: false, findings: [{line: 1}]})
})

test('names of sections that old pages leave open are read', () => {
  const names = Array.from({length: 300}, (_, nth) => `<a name="s${nth}">\n\nWords ${nth}.\n\n`).join('')
  expect(policyFromMarkdown(HEAD + names).ok).toBe(true)
})
