import {mkdtempSync, readdirSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {accessLine} from '@local/document-server'
import {expect, onTestFinished, test} from 'vitest'
import {pruneLogs} from '#scripts/logs/prune-logs.ts'

/** §1: the log holds address, kind of browser and page, and no line of it for longer than 30 days. */

const LINE = {
  time: '2026-01-31T12:00:00.000Z',
  ip: '198.51.100.7',
  browser: 'Firefox',
  method: 'GET',
  path: '/pricing',
  status: 200,
  bytes: 5_000,
  ms: 1.5,
  id: 'a-1',
}

test('a line has these fields and takes no other', () => {
  expect(accessLine.parse(LINE)).toEqual(LINE)
  for (const field of ['query', 'referer', 'userAgent', 'cookie', 'user'])
    expect(accessLine.safeParse({...LINE, [field]: 'x'}).success, field).toBe(false)
})

test('lines of the 31st day before are gone', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'log-data-'))
  onTestFinished(() => rmSync(folder, {recursive: true}))
  for (const day of ['2026-01-01', '2026-01-02', '2026-02-01'])
    writeFileSync(join(folder, `access-${day}.jsonl`), JSON.stringify(LINE))
  await pruneLogs(folder, 30, new Date('2026-02-01T12:00:00Z'))
  expect(readdirSync(folder).sort()).toEqual(['access-2026-01-02.jsonl', 'access-2026-02-01.jsonl'])
})
