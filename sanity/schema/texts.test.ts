import {describe, expect, test} from 'vitest'
import {validateHeadingOrder, validateSingleMarker} from './texts.tsx'

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
