import {renderToStaticMarkup} from 'react-dom/server'
import {type ArrayOfObjectsInputProps, type FormPatch, PatchEvent, set} from 'sanity'
import {describe, expect, test} from 'vitest'
import {plainText, readText} from '#lib/format/portable-text.ts'
import {presentTables, WithPresentTables} from './old-tables.tsx'
import {validateRows} from './table.tsx'

type Props = ArrayOfObjectsInputProps<{_key: string}>

const paragraph = {
  _type: 'block',
  _key: 'p',
  style: 'normal',
  markDefs: [],
  children: [{_type: 'span', _key: 's', text: 'Words.', marks: []}],
}
const cell = (text: string) => ({
  _type: 'tableCell',
  _key: `c-${text}`,
  text: [{...paragraph, children: [{_type: 'span', _key: 's', text, marks: ['strong']}]}],
})
const table = (rows: unknown[]) => ({_type: 'table', _key: 't', caption: 'Cookies', headerRows: 1, rows})
const OLD = [
  paragraph,
  table([
    {_type: 'tableRow', _key: 'r1', cells: ['Name', 'Time & place']},
    {_type: 'tableRow', _key: 'r2', cells: ['_ga', '']},
  ]),
]

describe('tables of an older document', () => {
  test.each([
    ['with cells of plain words', OLD[1]],
    ['with rows without keys', table([{cells: ['Name', 'Time']}, {cells: ['_ga', 'two\nyears']}])],
    [
      'with rows that are lists',
      table([
        ['Name', 'Time'],
        ['_ga', 'two years'],
      ]),
    ],
    [
      'with cells whose words have no form',
      table([{_key: 'r', cells: [{_type: 'tableCell', _key: 'a', text: 'Name'}, 2]}]),
    ],
    ['with cells of both kinds', table([{_key: 'r', cells: [cell('Name'), 'Time']}])],
    [
      'with cells that are paragraphs',
      table([{_key: 'r', cells: [paragraph, [paragraph, {...paragraph, _key: 'q'}]]}]),
    ],
  ])('%s have every word in the present form', (_name, old) => {
    const {value} = presentTables([old])
    const {members, repairs} = readText(value)
    expect(repairs).toEqual([])
    expect(plainText(value)).toBe(plainText([old]))
    const [read] = members
    const [before] = readText([old]).members
    if (read?._type !== 'table' || before?._type !== 'table') throw new Error('There is no table.')
    expect(read.rows.map(({cells}) => cells.map(plainText))).toEqual(
      before.rows.map(({cells}) => cells.map(plainText)),
    )
    expect(read).toMatchObject({caption: 'Cookies', headerRows: 1})
    expect(validateRows(read.rows)).toBe(true)
  })

  test('keep what has the present form already', () => {
    const rows = [{_type: 'tableRow', _key: 'r', cells: [cell('Name'), {_type: 'tableCell', _key: 'empty'}]}]
    const {value, patches} = presentTables([paragraph, table(rows)])
    expect(value).toEqual([paragraph, table(rows)])
    expect(patches).toEqual([])
  })

  test('have the same keys each time, so that a change finds its cell', () => {
    expect(presentTables(OLD)).toEqual(presentTables(structuredClone(OLD)))
  })
})

describe('the field of a text with such a table', () => {
  /** What the Studio's own field gets, and the changes that reach the document. */
  function field(value: unknown[]) {
    const changes: FormPatch[][] = []
    let inner: Props | undefined
    const props = {
      value,
      onChange: (change: PatchEvent) => changes.push([...change.patches]),
      renderDefault: (given: Props) => {
        inner = given
        return null
      },
    }
    renderToStaticMarkup(<WithPresentTables {...Object.assign(Object.create(null), props)} />)
    if (!inner) throw new Error('The field was not drawn.')
    return {inner, changes}
  }

  const edit = (words: string) => set(words, [{_key: 't'}, 'rows', {_key: 'r2'}, 'cells', {_key: 'tr1c0'}])

  test('shows it in the present form and writes nothing', () => {
    const {inner, changes} = field(OLD)
    expect(plainText(inner.value)).toBe(plainText(OLD))
    expect(inner.value).toEqual(presentTables(OLD).value)
    expect(changes).toEqual([])
  })

  test('writes it in the present form before the first change, and once', () => {
    const {inner, changes} = field(OLD)
    inner.onChange(edit('a'))
    inner.onChange(PatchEvent.from([edit('b')]))
    expect(changes).toEqual([[...presentTables(OLD).patches, edit('a')], [edit('b')]])
    expect(presentTables(OLD).patches).toMatchObject([{type: 'set', path: [{_key: 't'}, 'rows']}])
  })

  test('is left to itself where all tables have the present form', () => {
    const value = [paragraph, table([{_type: 'tableRow', _key: 'r', cells: [cell('Name')]}])]
    const {inner, changes} = field(value)
    expect(inner.value).toBe(value)
    inner.onChange([edit('a')])
    expect(changes).toEqual([[edit('a')]])
  })
})
