import {expect, test} from 'vitest'
import {describeSyntaxFault} from './syntax-error.ts'

test.each([
  ['(person', 7, "expected ')' following parenthesized expression", 0, 8],
  ['fn(person', 9, "expected ')' following function arguments", 2, 10],
  ['[1,2', 4, "expected ']' following array body", 0, 5],
  ['{a', 2, "expected '}' following object body", 0, 3],
  ['*[_type == "x"', 13, "expected ']' following expression", 1, 15],
  ['*{,}', 1, "expected '}' following object body", 1, 3],
  ['[1,2,3]....', 7, 'unable to parse entire expression', 7, 7],
  ['*[1]]', 4, 'unable to parse entire expression', 4, 4],
  ['*[true] / ]', 8, 'unexpected token "]", expected expression', 10, 11],
  ['*[true] /', 9, 'unexpected end-of-file, expected expression', 9, 9],
  ['1.', 1, 'unexpected token "1.", expected expression', 0, 2],
  ['*[_type == "event]', 18, 'unexpected token "\\"event]", expected expression', 11, 18],
  ['*[_type == ]', 10, 'unexpected token "]", expected expression', 11, 12],
  ['*[', 1, 'unexpected end-of-file, expected expression', 2, 2],
  ['', 0, 'unexpected end-of-file, expected expression', 0, 0],
  ['*[title == "(" // [', 18, "expected ']' following expression", 1, 20],
])('of %j is told as the hosted service tells it', (query, position, message, start, end) => {
  expect(describeSyntaxFault(query, position)).toEqual({message, start, end})
})

test('ends soon for long nonsense', () => {
  for (const part of ['(', '"', "'\\", '[{', '1.', '//', '^&'])
    expect(describeSyntaxFault(part.repeat(20_000), 0).message).not.toBe('')
})
