import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterEach, beforeEach, expect, test} from 'vitest'
import {certificates, envFiles} from './run-entry.mjs'

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

test('certificates that a file names are given to Node as it starts, unless the environment names some', () => {
  writeFileSync(at('.env'), 'NODE_EXTRA_CA_CERTS="deploy/ca.pem"\n')
  writeFileSync(at('.env.local'), 'NODE_EXTRA_CA_CERTS=\n')
  const files = [at('.env'), at('.env.local')]
  expect(certificates(root, files, {})).toEqual({NODE_EXTRA_CA_CERTS: at('deploy/ca.pem')})
  expect(certificates(root, files, {NODE_EXTRA_CA_CERTS: '/etc/ca.pem'})).toEqual({})
  expect(certificates(root, [at('.local/env')], {})).toEqual({})
})
