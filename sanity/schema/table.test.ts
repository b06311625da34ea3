import {expect, test} from 'vitest'
import {validateRows} from './table.tsx'

const row = (_key: string, ...cells: string[]) => ({_key, cells})

test('a table with rows of one length is sound', () => {
  expect(validateRows([row('a', 'What', 'When'), row('b', 'Set-up', '')])).toBe(true)
})

test.each([[undefined], [[]], [[row('a'), row('b')]]])('%j is refused: it has no cells', (rows) => {
  expect(validateRows(rows)).toMatch(/^A table needs a row with at least one cell/)
})

test('a row of another length is named', () => {
  expect(validateRows([row('a', 'What', 'When'), row('b', 'Set-up')])).toEqual({
    message: 'This row has 1 cells and the first has 2. Give both as many.',
    path: [{_key: 'b'}],
  })
})
