import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterEach, beforeEach, expect, test} from 'vitest'
import {envFiles} from './run-entry.mjs'

let root = ''
const at = (name: string) => join(root, name)

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'run-entry-'))
  mkdirSync(at('.local'))
  writeFileSync(at('.local/env'), 'SANITY_PROJECT_ID=plumbperfect\n')
})
afterEach(() => rmSync(root, {recursive: true}))

test('the local services are used, above an unfilled file, when nothing else is chosen', () => {
  writeFileSync(
    at('.env'),
    '# SANITY_PROJECT_ID=abc123\nSANITY_PROJECT_ID=\nSITE_URL=http://localhost:3000\n',
  )
  expect(envFiles(root, {})).toEqual([at('.env'), at('.local/env')])
})

test('a lake chosen in a file leaves the local services out as a whole', () => {
  writeFileSync(at('.env'), 'SITE_URL=https://example.com\n')
  writeFileSync(at('.env.local'), 'export SANITY_PROJECT_ID = "abc123"\n')
  expect(envFiles(root, {})).toEqual([at('.env'), at('.env.local')])
})

test('a lake chosen in the environment leaves the local services out as well', () => {
  expect(envFiles(root, {SANITY_PROJECT_ID: 'abc123'})).toEqual([])
})
