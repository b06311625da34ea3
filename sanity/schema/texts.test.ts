import {createSchema, isArraySchemaType, isObjectSchemaType} from 'sanity'
import {describe, expect, test} from 'vitest'
import {schemaTypes} from './index.ts'
import {WithTables} from './table.tsx'
import {validateFilledIn, validateHeadingOrder, validatePlaces, validateSingleMarker} from './texts.tsx'

test('every text that may hold a table has the grid, and takes what is pasted, wherever it stands', () => {
  const schema = createSchema({name: 'default', types: schemaTypes})
  const fields = schemaTypes.flatMap(({name}) => {
    const type = schema.get(name)
    if (!type || !isObjectSchemaType(type)) return []
    return type.fields.map((field) => ({name: `${name}.${field.name}`, type: field.type}))
  })
  const texts = fields.filter(
    ({type}) => isArraySchemaType(type) && type.of.some(({name}) => name === 'table'),
  )
  expect(texts.map(({name}) => name)).toContain('policy.body')
  for (const {name, type} of texts)
    expect(type.components, name).toMatchObject({portableText: {plugins: WithTables}})
})

const blocks = (...styles: string[]) => styles.map((style) => ({_type: 'block', _key: style, style}))
const marker = (key: string) => ({_type: 'lastUpdatedMarker', _key: key})

describe('headings', () => {
  test.each([[[]], [['subtitle', 'normal', 'h2', 'h3', 'h4', 'h2', 'h3']], [['h2', 'h3', 'h3', 'h2']]])(
    'the order %j is fine',
    (styles) => {
      expect(validateHeadingOrder(blocks(...styles))).toBe(true)
    },
  )

  test.each([[['h3']], [['h2', 'h4']], [['h2', 'h3', 'h2', 'h4']]])(
    'the order %j skips a level',
    (styles) => {
      expect(validateHeadingOrder(blocks(...styles))).toMatchObject({path: [{_key: styles.at(-1)}]})
    },
  )
})

const paragraph = (_key: string, text: string, href?: string) => ({
  _type: 'block',
  _key,
  style: 'normal',
  markDefs: href ? [{_type: 'link', _key: 'l', href}] : [],
  children: [{_type: 'span', _key: 's', text, marks: href ? ['l'] : []}],
})

test('what a template left open is pointed at, and words of a finished text are not', () => {
  expect(validateFilledIn([paragraph('a', 'Our _ga cookie [1], at 10:30: see [sic].')])).toBe(true)
  expect(
    validateFilledIn([paragraph('a', 'Fine.'), paragraph('b', 'Write to [Company Name].')]),
  ).toMatchObject({
    message: expect.stringContaining('[Company Name]'),
    path: [{_key: 'b'}],
  })
})

describe('in any part of a text', () => {
  const cells = (...texts: object[]) => ({
    _type: 'table',
    _key: 't',
    rows: [{_type: 'tableRow', _key: 'r', cells: texts.map((text) => ({_type: 'tableCell', text: [text]}))}],
  })
  const code = {
    ...paragraph('c', ''),
    children: [{_type: 'span', _key: 's', text: '{{ x }}', marks: ['code']}],
  }

  test.each([
    ['an address', paragraph('t', 'Write to us', 'mailto:{{ site.email }}'), '{{ site.email }}'],
    ['a cell', cells(paragraph('a', 'Fine'), paragraph('b', 'By [DATE]')), '[DATE]'],
    ['a call-out', {_type: 'callout', _key: 't', text: [paragraph('a', ':::note')]}, ':::note'],
    ['a line with the date', {_type: 'lastUpdatedMarker', _key: 't', label: '{{ label }}'}, '{{ label }}'],
  ])('what a template left open in %s is pointed at', (_name, part, words) => {
    expect(validateFilledIn([part])).toMatchObject({
      message: expect.stringContaining(words),
      path: [{_key: 't'}],
    })
  })

  test('code may look like anything', () => {
    expect(validateFilledIn([code, cells(code), {_type: 'code', _key: 'd', code: '{{ x }}'}])).toBe(true)
  })
})

test('a link to a place that is not there is pointed at', () => {
  const heading = {...paragraph('h', '1. Your rights'), style: 'h2'}
  expect(validatePlaces([heading, paragraph('a', 'see', '#1-your-rights')])).toBe(true)
  expect(validatePlaces([heading, paragraph('a', 'see', '#fees')])).toMatchObject({path: [{_key: 'a'}]})
})

describe('"Last updated" lines', () => {
  test('none and one are fine', () => {
    expect(validateSingleMarker(undefined)).toBe(true)
    expect(validateSingleMarker([...blocks('normal'), marker('a')])).toBe(true)
  })

  test('the second is pointed at', () => {
    expect(validateSingleMarker([marker('a'), ...blocks('normal'), marker('b')])).toMatchObject({
      path: [{_key: 'b'}],
    })
  })
})
