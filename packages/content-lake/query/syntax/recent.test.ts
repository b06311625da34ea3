import {expect, test} from 'vitest'
import {Recent} from './recent.ts'

/** Which of these keys have to be made. */
function madeOf(recent: Recent<string>, keys: string[]): string[] {
  const made: string[] = []
  for (const key of keys)
    recent.get(key, () => {
      made.push(key)
      return key
    })
  return made
}

const numbered = (count: number) => Array.from({length: count}, (_, number) => String(number))

test('what nobody has asked for longest goes first', () => {
  const recent = new Recent<string>()
  madeOf(recent, numbered(500))
  expect(madeOf(recent, ['0', 'new', '0', '1', '499'])).toEqual(['new', '1'])
})

test('long keys take the room of many short ones', () => {
  const recent = new Recent<string>()
  const long = numbered(25).map((name) => name.padEnd(20_000, '.'))
  madeOf(recent, ['first', ...long])
  expect(madeOf(recent, [long[24] ?? '', long[0] ?? '', 'first'])).toEqual(['first'])
})

test('what is too long is made each time', () => {
  const recent = new Recent<string>()
  const long = 'x'.repeat(20_001)
  expect(recent.keeps(long)).toBe(false)
  expect(madeOf(recent, [long, long])).toEqual([long, long])
})

test('nothing is kept of what could not be made', () => {
  const recent = new Recent<string>()
  const fail = () => {
    throw new Error('no')
  }
  expect(() => recent.get('a', fail)).toThrow('no')
  expect(recent.get('a', () => 'made')).toBe('made')
})
