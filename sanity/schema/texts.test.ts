import {describe, expect, test} from 'vitest'
import {validateFilledIn, validateHeadingOrder, validatePlaces, validateSingleMarker} from './texts.tsx'

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
