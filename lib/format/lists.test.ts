import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {listMarker, withListLevels} from './lists.ts'

const levelsOf = (...levels: (number | null)[]) =>
  withListLevels(levels.map((level) => ({listItem: 'number', level}))).map(({level}) => level)

describe('the levels of list items', () => {
  test.each([
    [
      [1, 2, 3, 1],
      [1, 2, 3, 1],
    ],
    [
      [1, 3, 2, 1],
      [1, 2, 2, 1],
    ],
    [
      [3, 2, 1],
      [1, 1, 1],
    ],
    [
      [2, 3, 2, 4, 1],
      [1, 2, 1, 2, 1],
    ],
    [
      [1, 4, 4, 3, 2],
      [1, 2, 2, 2, 2],
    ],
    [
      [0, null, 1.5, 2.9, -3],
      [1, 1, 1, 2, 1],
    ],
    [
      [Number.NaN, Number.POSITIVE_INFINITY],
      [1, 2],
    ],
  ])('%j are nested as %j', (written, nested) => {
    expect(levelsOf(...written)).toEqual(nested)
  })

  test('begin anew after any member that is no list item', () => {
    const item = (level: number) => ({listItem: 'bullet', level})
    expect(withListLevels([item(1), item(2), {style: 'normal'}, item(2), {_type: 'table'}, item(3)])).toEqual(
      [item(1), item(2), {style: 'normal'}, item(1), {_type: 'table'}, item(1)],
    )
  })

  test('begin at 1, never skip one on the way in, and keep every member and its order', () => {
    const member = fc.record({id: fc.nat(), listItem: fc.option(fc.constant('number')), level: fc.integer()})
    fc.assert(
      fc.property(fc.array(member), (members) => {
        const nested = withListLevels(members)
        expect(nested.map(({level: _, ...rest}) => rest)).toEqual(members.map(({level: _, ...rest}) => rest))
        let before = 0
        for (const {listItem, level} of nested) {
          if (listItem) expect(level).toBeLessThanOrEqual(before + 1)
          before = listItem ? Number(level) : 0
        }
        expect(withListLevels(nested)).toEqual(nested)
      }),
    )
  })
})

test.each([
  [1, 12, '12.'],
  [2, 3, 'c.'],
  [2, 26, 'z.'],
  [2, 27, 'aa.'],
  [2, 703, 'aaa.'],
  [3, 4, 'iv.'],
  [3, 1994, 'mcmxciv.'],
  [3, 4000, '4000.'],
  [4, 2, '2.'],
  [5, 1, 'a.'],
])('at level %i the item %i begins with %s', (level, number, marker) => {
  expect(listMarker(level, number)).toBe(marker)
})
