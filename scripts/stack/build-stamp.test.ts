import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {dirname, join} from 'node:path'
import {afterEach, beforeEach, expect, test} from 'vitest'
import {buildStamp} from './build-stamp.ts'

let root = ''
const write = (path: string, text: string) => {
  mkdirSync(dirname(join(root, path)), {recursive: true})
  writeFileSync(join(root, path), text)
}
const stamp = (settings: Record<string, string> = {}) => buildStamp(root, settings)

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'stamp-'))
  write('app/page.tsx', 'export default 1')
  write('package-lock.json', '{}')
})
afterEach(() => rmSync(root, {recursive: true}))

test('a changed source, configuration, package or setting asks for a new build', () => {
  const before = stamp()
  const after = [
    () => write('app/page.tsx', 'export default 2'),
    () => write('components/scripts/menu.ts', ''),
    () => write('next.config.ts', ''),
    () => write('packages/document-server/cache-handler.ts', ''),
    () => write('package-lock.json', '{"a": 1}'),
  ].map((change) => {
    change()
    return stamp()
  })
  expect(new Set([before, ...after, stamp({DATASET: 'staging'})]).size).toBe(7)
})

test('tests, documents, scripts, local services and what a build leaves behind do not', () => {
  const before = stamp()
  write('app/page.test.tsx', '')
  write('README.md', '')
  write('docs/decisions/001.md', '')
  write('scripts/demo.ts', '')
  write('packages/mail-sink/main.ts', '')
  write('node_modules/zod/index.js', '')
  write('.next/BUILD_ID', 'x')
  write('next-env.d.ts', '')
  expect(stamp()).toBe(before)
})

test('a file that moves without a change is a change', () => {
  const before = stamp()
  rmSync(join(root, 'app/page.tsx'))
  write('app/other/page.tsx', 'export default 1')
  expect(stamp()).not.toBe(before)
})
