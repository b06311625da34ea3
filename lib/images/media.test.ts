import {describe, expect, test} from 'vitest'
import {limitedStream, parseMediaRequest} from './media.ts'

const FILE = `${'a1'.repeat(20)}-400x200.png`

const parse = (query: string, file = FILE) => parseMediaRequest(file, new URLSearchParams(query))

test('parameters are passed on in one order, no matter in which they came in', () => {
  expect(parse('q=80&auto=format&w=360&fit=max&rect=10,0,300,200')).toEqual({
    ok: true,
    request: {address: `${FILE}?rect=10,0,300,200&w=360&q=80&fit=max&auto=format`, variesByFormat: true},
  })
})

test.each([
  'w=1440&q=80&fit=max&auto=format',
  'w=400&q=80&fit=max&auto=format',
  'w=360&h=270&q=80&auto=format',
  'rect=0,0,267,200&w=266&h=200&q=80&auto=format',
  'w=1200&h=630&q=80&fm=jpg',
])('"%s" is a form that pages use', (query) => {
  expect(parse(query)).toMatchObject({ok: true})
})

test.each([
  '',
  'w=360',
  'w=0&q=80&fit=max&auto=format',
  'w=0360&q=80&fit=max&auto=format',
  'w=361&q=80&fit=max&auto=format',
  'w=1e3&q=80&fit=max&auto=format',
  'w=&q=80&fit=max&auto=format',
  'w=360&q=79&fit=max&auto=format',
  'w=360&q=80&fit=crop&auto=format',
  'w=360&q=80&fit=max',
  'w=360&q=80&fit=max&auto=compress',
  'w=360&q=80&fit=max&auto=format&fm=jpg',
  'w=360&h=271&q=80&auto=format',
  'w=360&h=270&q=80&fit=max&auto=format',
  'w=360&h=-1&q=80&auto=format',
  'w=1200&h=630&q=80&fm=svg',
  'w=1200&h=631&q=80&fm=jpg',
  'rect=0,0,401,200&w=360&q=80&fit=max&auto=format',
  'rect=200,0,201,200&w=360&q=80&fit=max&auto=format',
  'rect=0,0,0,10&w=360&q=80&fit=max&auto=format',
  'rect=1,2,3&w=360&q=80&fit=max&auto=format',
  'w=360&w=540&q=80&fit=max&auto=format',
  'w=360&q=80&fit=max&auto=format&dl=evil.html',
  'w=360&q=80&fit=max&auto=format&blur=2000',
  'w=360&q=80&fit=max&auto=format&url=http://169.254.169.254/',
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

const through = (limit: number) =>
  new Response(new Blob(['four', 'teen']).stream().pipeThrough(limitedStream(limit))).text()

test('bytes pass up to the limit', async () => {
  expect(await through(8)).toBe('fourteen')
})

test('one byte more breaks the stream off', async () => {
  await expect(through(7)).rejects.toThrow('More than 7 bytes')
})
