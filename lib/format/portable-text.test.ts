import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {plainText, readText, type TextMember, textRepairs, wordsIn} from './portable-text.ts'

const span = (text: unknown, rest: object = {}) => ({_type: 'span', _key: 's', text, marks: [], ...rest})

const block = (rest: object = {}) => ({
  _type: 'block',
  _key: 'b',
  style: 'normal',
  children: [span('Words stay.')],
  markDefs: [],
  ...rest,
})

const cell = (text: string) => [{children: [{text}]}]

const read = (...parts: unknown[]) => readText(parts)
const only = (part: unknown): TextMember | undefined => readText([part]).members[0]

test('a sound text is taken as it is, and needs no repair', () => {
  const text = [
    {...block({_key: 'h', style: 'h2'})},
    block({listItem: 'number', level: 1, markDefs: [{_type: 'link', _key: 'l', href: '/a'}]}),
    {_type: 'lastUpdatedMarker', _key: 'm', label: 'As of'},
    {_type: 'table', _key: 't', caption: 'C', rows: [{_type: 'tableRow', _key: 'r', cells: [[block()], []]}]},
    {_type: 'callout', _key: 'c', label: 'Note', text: [block()]},
    {_type: 'figure', _key: 'f', picture: {asset: {_ref: 'image-a'}}, caption: 'A van'},
  ]
  const stored = text.map((part) =>
    part._type === 'table' && 'rows' in part
      ? {
          ...part,
          rows: part.rows?.map((row) => ({
            ...row,
            cells: row.cells.map((cell) => ({_type: 'tableCell', text: cell})),
          })),
        }
      : part,
  )
  expect(readText(stored)).toEqual({members: text, repairs: []})
})

test('what a query leaves empty is no fault', () => {
  const text = [
    block({markDefs: null}),
    {
      _type: 'table',
      _key: 't',
      caption: null,
      markDefs: null,
      rows: [{_type: 'tableRow', _key: 'r', cells: ['a']}],
    },
    {_type: 'callout', _key: 'c', label: null, text: [block({markDefs: null})]},
    {_type: 'lastUpdatedMarker', _key: 'm', label: null},
  ]
  expect(readText(text).repairs).toEqual([])
  expect(readText(null)).toEqual({members: [], repairs: []})
})

describe('no words are lost, and the part is named, for', () => {
  test.each<[string, object, string[], object]>([
    ['an unknown style', block({style: 'h7'}), ['unknown style'], {style: 'normal'}],
    ['a heading of another level', block({style: 'h1'}), ['unknown style'], {style: 'h2'}],
    ['a smaller heading', block({style: 'h6'}), ['unknown style'], {style: 'h4'}],
    ['a missing key', block({_key: undefined}), ['missing key'], {_key: 'at-0'}],
    [
      'marks that are null',
      block({children: [span('Words stay.', {marks: null})]}),
      ['marks'],
      {children: [{text: 'Words stay.', marks: []}]},
    ],
    ['level 0', block({listItem: 'bullet', level: 0}), ['level of a list item'], {level: 1}],
    ['level null', block({listItem: 'bullet', level: null}), ['level of a list item'], {level: 1}],
    ['level 1.5', block({listItem: 'number', level: 1.5}), ['level of a list item'], {level: 1}],
    ['an unknown kind of list', block({listItem: 'square'}), ['unknown kind of list'], {listItem: 'bullet'}],
    [
      'an object between words',
      block({children: [span('Words '), {_type: 'icon', _key: 'i', title: 'stay.'}]}),
      ['object between words'],
      {children: [{text: 'Words '}, {_type: 'span', text: 'stay.', marks: []}]},
    ],
    [
      'words that are no span',
      block({children: 'Words stay.'}),
      ['words in the wrong place', 'missing key', 'object between words'],
      {children: [{text: 'Words stay.'}]},
    ],
    ['an unknown mark', block({markDefs: [{_type: 'note', _key: 'n'}]}), ['unknown mark'], {markDefs: []}],
    [
      'an unknown part',
      {_type: 'quote', _key: 'q', text: 'Words stay.', url: '/a'},
      ['unknown part'],
      {style: 'normal'},
    ],
    [
      'a block of an unknown type',
      {...block(), _type: 'paragraph'},
      ['unknown part'],
      {_type: 'block', children: [{text: 'Words stay.'}]},
    ],
  ])('%s', (_, part, faults, repaired) => {
    const {members, repairs} = read(part)
    expect(members).toMatchObject([repaired])
    expect(wordsIn(members)).toBe('Words stay.')
    expect(repairs).toMatchObject([{faults}])
  })

  test('a cell that is null, a number or an object, and a row that is none', () => {
    const rows = [
      {_type: 'tableRow', _key: 'r', cells: ['a', null, 7, block()]},
      null,
      ['b'],
      'c',
      {_type: 'tableRow', _key: 'e'},
    ]
    const {members, repairs} = read({_type: 'table', _key: 't', rows})
    expect(members).toMatchObject([
      {
        rows: [
          {cells: [cell('a'), [], cell('7'), cell('Words stay.')]},
          {cells: [cell('b')]},
          {cells: [cell('c')]},
          {cells: []},
        ],
      },
    ])
    expect(repairs).toEqual([
      {part: 't', type: 'table', faults: ['cell of a table', 'row of a table', 'missing key']},
    ])
  })

  test('a caption over no cell', () => {
    expect(only({_type: 'table', _key: 't', caption: 'Prices', rows: []})).toMatchObject({
      _type: 'block',
      children: [{text: 'Prices'}],
    })
  })

  test('a heading, a table and bare words in a call-out', () => {
    const table = {_type: 'table', _key: 't', rows: [{cells: ['a', 'b']}]}
    const {members, repairs} = read({
      _type: 'callout',
      _key: 'c',
      text: [block({style: 'h2'}), table, 'bare'],
    })
    expect(members).toMatchObject([
      {
        _type: 'callout',
        text: [
          {style: 'normal', children: [{text: 'Words stay.'}]},
          {children: [{text: 'a b'}]},
          {children: [{text: 'bare'}]},
        ],
      },
    ])
    expect(repairs[0]?.faults).toEqual(['heading in a call-out', 'unknown part', 'missing key'])
  })

  test('words without a part around them', () => {
    expect(read('Bare words.').members).toMatchObject([{_type: 'block', children: [{text: 'Bare words.'}]}])
    expect(readText('Bare words.').members).toHaveLength(1)
  })
})

test('a part without any words leaves nothing, and is named', () => {
  expect(read({_type: 'video', _key: 'v', url: 'https://video.example'}, null)).toEqual({
    members: [],
    repairs: [
      {part: 'v', type: 'video', faults: ['unknown part']},
      {part: '1', type: 'object', faults: ['missing key', 'unknown part']},
    ],
  })
})

test('a heading without words is no heading', () => {
  expect(only(block({style: 'h2', children: [span('  ')]}))).toMatchObject({style: 'normal'})
})

test('the report of a repair holds no words of the text', () => {
  const {repairs} = read(block({style: 'secret', children: [{_type: 'secret', text: 'secret'}]}))
  expect(JSON.stringify(repairs)).not.toContain('secret')
})

test('levels of lists are as they can be nested', () => {
  const items = [1, 3, 2, 1].map((level, index) => block({_key: `k${index}`, listItem: 'number', level}))
  expect(readText(items).members).toMatchObject([{level: 1}, {level: 2}, {level: 2}, {level: 1}])
})

test('of any stored value, reading never fails, keeps keys apart, and once is enough', () => {
  const part = fc.oneof(
    fc.anything(),
    fc.record(
      {
        _type: fc.constantFrom('block', 'table', 'callout', 'figure', 'lastUpdatedMarker', 'other'),
        _key: fc.constantFrom('a', 'b', '', null),
        style: fc.constantFrom('normal', 'h2', 'h9', null, 3),
        listItem: fc.constantFrom('number', 'bullet', 'other', null),
        level: fc.constantFrom(0, 1, 3, 1.5, null),
        children: fc.anything(),
        markDefs: fc.anything(),
        rows: fc.anything(),
        text: fc.anything(),
        label: fc.anything(),
      },
      {requiredKeys: ['_type']},
    ),
  )
  fc.assert(
    fc.property(fc.array(part), (parts) => {
      const {members} = readText(parts)
      expect(new Set(members.map(({_key}) => _key)).size).toBe(members.length)
      expect(readText(members)).toEqual({members, repairs: []})
    }),
  )
})

test('plain text is the words of every part on one line', () => {
  expect(plainText([block(), block({children: [span('And\nmore.')]})])).toBe('Words stay. And more.')
})

test('the repairs of a document are those of all its texts', () => {
  const page = {
    _id: 'page',
    title: 'Page',
    blocks: [
      {_type: 'faq', _key: 'q', items: [{_key: 'i', answer: [block({_key: 'a', style: 'h7'})]}]},
      {_type: 'richText', _key: 't', text: [block(), {_type: 'quote', _key: 'x', text: 'Words'}]},
      null,
    ],
  }
  expect(textRepairs(page)).toEqual([
    {part: 'a', type: 'block', faults: ['unknown style']},
    {part: 'x', type: 'quote', faults: ['unknown part']},
  ])
})
