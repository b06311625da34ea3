import {expect, test} from 'vitest'
import {formattedTextMarkdown} from './formatted-text.ts'

type Run = {text: string; marks?: string[]}

const block = (children: Run[], rest: object = {}) => ({_type: 'block', _key: 'b', children, ...rest})

test('headings, paragraphs and nested lists', () => {
  const value = [
    block([{text: '1. Terms'}], {style: 'h2'}),
    block([{text: 'First.'}]),
    block([{text: 'a'}], {listItem: 'bullet', level: 1}),
    block([{text: 'b'}], {listItem: 'number', level: 2}),
    block([{text: 'Last.'}]),
  ]
  expect(formattedTextMarkdown(value)).toBe('## 1. Terms\n\nFirst.\n\n- a\n   1. b\n\nLast.')
})

test('marks leave the spaces around words outside', () => {
  const value = [
    block([{text: 'Log Data: ', marks: ['strong']}, {text: 'your '}, {text: 'IP', marks: ['code']}]),
  ]
  expect(formattedTextMarkdown(value)).toBe('**Log Data:** your `IP`')
})

test('a link to the site is a path, and of a link that nobody may follow the words are left', () => {
  const linked = (href: string) =>
    formattedTextMarkdown([block([{text: 'here', marks: ['l']}], {markDefs: [{_key: 'l', href}]})])
  expect(linked('https://plumbperfectleads.help/contact/')).toBe('[here](/contact/)')
  expect(linked('javascript:alert(1)')).toBe('here')
})

test('signs of Markdown in words stay words', () => {
  expect(formattedTextMarkdown([block([{text: '1. *Not* a [list] <b>'}])])).toBe(
    '1\\. \\*Not\\* a \\[list\\] \\<b\\>',
  )
})

test('tables, call-outs and the date line', () => {
  const value = [
    {_type: 'table', caption: 'Prices', rows: [{cells: ['What', 'US$']}, {cells: ['Access', '99']}]},
    {_type: 'callout', label: 'Note', text: [block([{text: 'Paid once.'}])]},
    {_type: 'lastUpdatedMarker', label: 'Last Updated:'},
    {_type: 'video'},
  ]
  expect(formattedTextMarkdown(value, {lastUpdated: '11/09/2025'})).toBe(
    [
      'Prices\n\n| What | US$ |\n| --- | --- |\n| Access | 99 |',
      '> **Note**\n>\n> Paid once.',
      '**Last Updated:** 11/09/2025',
    ].join('\n\n'),
  )
})
