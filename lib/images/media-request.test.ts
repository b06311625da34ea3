import {describe, expect, test} from 'vitest'
import {parseMediaRequest} from './media-request.ts'

const FILE = `${'a1'.repeat(20)}-400x200.png`

const parse = (query: string, file = FILE) => parseMediaRequest(file, new URLSearchParams(query))

test('parameters are passed on in one order, whatever order they came in', () => {
  expect(parse('q=80&auto=format&w=320&rect=10,0,300,200')).toEqual({
    ok: true,
    request: {address: `${FILE}?rect=10,0,300,200&w=320&q=80&auto=format`, variesByFormat: true},
  })
})

test('an image without parameters is the original', () => {
  expect(parse('')).toEqual({ok: true, request: {address: FILE, variesByFormat: false}})
})

test.each([
  'w=0',
  'w=05',
  'w=4097',
  'w=1e3',
  'w=',
  'h=-1',
  'q=101',
  'fm=svg',
  'fit=scale',
  'auto=compress',
  'auto=format&fm=webp',
  'rect=0,0,401,200',
  'rect=200,0,201,200',
  'rect=0,0,0,10',
  'rect=1,2,3',
  'w=10&w=20',
  'dl=evil.html',
  'blur=2000',
  'url=http://169.254.169.254/',
])('"%s" is refused', (query) => {
  expect(parse(query)).toMatchObject({ok: false, reason: 'bad_parameters'})
})

describe('a name that no image can have is no image', () => {
  test.each([
    '',
    'privacy',
    '../../secret',
    `${'a1'.repeat(20)}-400x200.svg`,
    `${'a1'.repeat(20)}-0x200.png`,
    `${'a1'.repeat(20)}.pdf`,
    `${FILE}/x`,
    `${FILE}?w=1`,
    `x${'%2e%2e'}${FILE}`,
  ])('%s', (file) => {
    expect(parse('', file)).toEqual({ok: false, reason: 'no_such_image'})
  })
})
