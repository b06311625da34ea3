import {mkdtempSync, readdirSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterEach, beforeEach, expect, test} from 'vitest'
import {pruneLogs} from './prune-logs.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'logs-'))
})
afterEach(() => rmSync(folder, {recursive: true}))

test('files of days before the period go, and nothing else', async () => {
  const names = [
    'access-2026-01-01.jsonl',
    'application-2026-01-01.jsonl',
    'access-2026-01-02.jsonl',
    'access-2026-02-01.jsonl',
    'site.log',
    'access-2026-01-01.jsonl.gz',
  ]
  for (const name of names) writeFileSync(join(folder, name), '')
  expect(await pruneLogs(folder, 30, new Date('2026-02-01T12:00:00Z'))).toEqual([
    'access-2026-01-01.jsonl',
    'application-2026-01-01.jsonl',
  ])
  expect(readdirSync(folder).sort()).toEqual(names.slice(2).sort())
})
