import {expect, test} from 'vitest'
import {oneLine, severalLines} from './text.ts'

const CLEARS_SCREEN = '\u001B[2J\u009B31m'

test('what steers a terminal is taken out of a line', () => {
  expect(oneLine(` Ann\r\nPipes\t${CLEARS_SCREEN}\u0007 `)).toBe('Ann Pipes [2J 31m')
})

test('several lines stay lines', () => {
  expect(severalLines(`one\r\ntwo\rthree\u001B[0m `)).toBe('one\ntwo\nthree [0m')
})
