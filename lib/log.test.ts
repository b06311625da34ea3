import {spawnSync} from 'node:child_process'
import {mkdtempSync, readFileSync, symlinkSync, writeFileSync} from 'node:fs'
import {rm} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterEach, beforeEach, expect, test, vi} from 'vitest'
import {DailyFile} from './log.ts'

let folder: string
let errors: string[]

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'log-'))
  errors = []
  vi.spyOn(process.stderr, 'write').mockImplementation((line) => errors.push(String(line)) > 0)
})
afterEach(async () => {
  vi.restoreAllMocks()
  vi.useRealTimers()
  await rm(folder, {recursive: true, force: true})
})

const fileOf = (day: string, place = folder) => join(place, `application-${day}.jsonl`)
const today = () => new Date().toISOString().slice(0, 10)

const textOf = (path: string) => () => {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

test('lines wait while the folder cannot be made, and none is lost', async () => {
  const place = join(folder, 'logs')
  writeFileSync(place, 'a file where the folder should be')
  const log = new DailyFile(place, 'application')
  log.write('first\n')
  await expect
    .poll(() => errors)
    .toEqual([expect.stringMatching(/logs cannot be written: E(?:NOTDIR|EXIST)/)])
  log.write('second\n')
  await rm(place)
  await expect.poll(textOf(fileOf(today(), place)), {timeout: 5_000}).toBe('first\nsecond\n')
})

test('each line is in the file of its day', async () => {
  vi.useFakeTimers({toFake: ['Date'], now: new Date('2026-01-31T23:59:59.900Z')})
  const log = new DailyFile(folder, 'application')
  log.write('late\n')
  vi.setSystemTime(new Date('2026-02-01T00:00:00.100Z'))
  log.write('early\n')
  await expect.poll(textOf(fileOf('2026-02-01')), {timeout: 5_000}).toBe('early\n')
  expect(textOf(fileOf('2026-01-31'))()).toBe('late\n')
})

test('lines over a disk that is full are bounded in memory, and their number is told', async () => {
  symlinkSync('/dev/full', fileOf(today()))
  const log = new DailyFile(folder, 'application')
  const line = `${'x'.repeat(100_000)}\n`
  for (let count = 0; count < 50; count++) log.write(line)
  await expect.poll(() => errors).toEqual([expect.stringContaining('ENOSPC')])
  vi.useFakeTimers({toFake: ['Date'], now: Date.now() + 61_000})
  await expect.poll(() => errors.length, {timeout: 5_000}).toBeGreaterThan(1)
  expect(errors.join('')).toMatch(/ (?:8|9|10) lines were dropped/)
})

test.each([
  ['a full disk', '/dev/full', /ENOSPC/],
  ['a file of another kind', '/proc/version', /EACCES|EIO|EROFS|EINVAL|EPERM/],
])('a process ends as it should over %s', (_, target, reason) => {
  symlinkSync(target, fileOf(today()))
  const code = `import {DailyFile} from '${join(import.meta.dirname, 'log.ts')}'
    new DailyFile('${folder}', 'application').write('x'.repeat(5_000) + '\\n')
    process.exitCode = 3`
  const {status, stderr} = spawnSync(process.execPath, ['--input-type=module', '--eval', code], {
    encoding: 'utf8',
    timeout: 20_000,
  })
  expect(status).toBe(3)
  expect(stderr).toMatch(reason)
  expect(stderr).not.toMatch(/^\s+at /m)
})
