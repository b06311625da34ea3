import {runInNewContext} from 'node:vm'
import {expect, test} from 'vitest'

import {currentRequest, quietConsole} from './application-log.ts'

const FORGED = '/setup/secret\n{"level":30,"msg":"forged"}'

/** What the log gets when this is printed. */
function reported(print: (console: Console) => void): unknown[] {
  const lines: unknown[] = []
  const quiet = {...console}
  const report = (level: string) => (facts: object, message: string) => lines.push({level, ...facts, message})
  quietConsole(quiet, {
    debug: report('debug'),
    info: report('info'),
    warn: report('warn'),
    error: report('error'),
  })
  print(quiet)
  return lines
}

test('that something was printed is said, and never what', () => {
  const lines = reported((console) => {
    console.error(`Failed to load ${FORGED}`, {url: FORGED})
    console.warn('Failed to update prerender cache for', FORGED)
    console.log(`tag: "${FORGED}"`)
  })
  expect(lines.map((line) => JSON.stringify(line))).toEqual([
    '{"level":"error","message":"Something was printed"}',
    '{"level":"warn","message":"Something was printed"}',
    '{"level":"info","message":"Something was printed"}',
  ])
})

test('of an error, its kind, its digest and the request that it happened in are said', () => {
  const thrown = Object.assign(new TypeError(FORGED), {digest: '2338113093', path: FORGED})
  const [line] = currentRequest.run('a-1', () => reported((console) => console.error(' ⨯', thrown)))
  expect(line).toEqual({
    level: 'error',
    id: 'a-1',
    error: 'TypeError',
    digest: '2338113093',
    message: 'Something was printed',
  })
})

test('an error whose name or digest is made of words says neither', () => {
  const thrown = Object.assign(new Error('x'), {name: FORGED, digest: `NEXT_REDIRECT;replace;${FORGED};307;`})
  expect(reported((console) => console.error(thrown))).toEqual([
    {level: 'error', error: 'Error', message: 'Something was printed'},
  ])
})

test('an error of another realm is one too', () => {
  const thrown: unknown = runInNewContext('new RangeError("x")')
  expect(reported((console) => console.error(thrown))).toEqual([
    {level: 'error', error: 'RangeError', message: 'Something was printed'},
  ])
})
