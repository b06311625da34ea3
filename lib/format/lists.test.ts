import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {defaultNumbering, listMarker, markerNumber, NUMBERINGS, nestLists, withListLevels} from './lists.ts'

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
    const member = fc.oneof(
      fc.record({id: fc.nat(), listItem: fc.constant('number'), level: fc.integer()}),
      fc.record({id: fc.nat(), listItem: fc.constant(null)}, {requiredKeys: ['id', 'listItem']}),
    )
    fc.assert(
      fc.property(fc.array(member), (members) => {
        const nested = withListLevels<{id: number; listItem: string | null; level?: number}>(members)
        expect(nested.map(({level: _, ...rest}) => rest)).toEqual(
          members.map(({id, listItem}) => ({id, listItem})),
        )
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
  expect(listMarker(defaultNumbering(level), number)).toBe(marker)
})

test('what goes on inside an item has its level, ends the lists inside it, and stands alone without one', () => {
  const item = (level: number) => ({listItem: 'bullet', level})
  const goesOn = (level: number) => ({listItem: 'continued', level})
  const table = {_type: 'table', level: 1}
  expect(withListLevels([goesOn(1), item(1), item(2), goesOn(1), table, item(2), goesOn(9)])).toEqual([
    {},
    item(1),
    item(2),
    goesOn(1),
    table,
    item(2),
    goesOn(2),
  ])
})

test('items are numbered on from what one of them says, and another way of counting is another list', () => {
  const number = (itemNumber?: number, numbering?: 'upper-roman') => ({
    listItem: 'number',
    level: 1,
    itemNumber,
    numbering,
  })
  const lists = nestLists([number(3), number(), number(9), number(undefined, 'upper-roman')])
  expect(lists.map(({numbering, items}) => [numbering, items.map((entry) => entry.number)])).toEqual([
    ['decimal', [3, 4, 9]],
    ['upper-roman', [1]],
  ])
})

test('a list after a paragraph inside an item is another list, with its own numbers', () => {
  const [list] = nestLists<object>([
    {listItem: 'number', level: 1},
    {listItem: 'number', level: 2},
    {listItem: 'continued', level: 1},
    {listItem: 'number', level: 2},
  ])
  expect(list?.items[0]?.inside).toMatchObject([
    {items: [{number: 1}]},
    {listItem: 'continued'},
    {items: [{number: 1}]},
  ])
})

test('a marker is read as the number that it was written for', () => {
  fc.assert(
    fc.property(fc.constantFrom(...NUMBERINGS), fc.integer({min: 1, max: 3999}), (numbering, number) => {
      expect(markerNumber(numbering, listMarker(numbering, number).slice(0, -1))).toBe(number)
    }),
  )
  expect(markerNumber('lower-roman', 'iiii')).toBeUndefined()
  expect(markerNumber('lower-alpha', 'B')).toBeUndefined()
})
