import {expect, test} from 'vitest'
import {policyFromMarkdown} from './read-file.ts'

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

test('names of sections that old pages leave open are read', () => {
  const names = Array.from({length: 300}, (_, nth) => `<a name="s${nth}">\n\nWords ${nth}.\n\n`).join('')
  expect(policyFromMarkdown(HEAD + names).ok).toBe(true)
})
