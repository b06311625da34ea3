import {mkdtempSync, readFileSync, symlinkSync, writeFileSync} from 'node:fs'
import {rm} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterEach, beforeEach, expect, test, vi} from 'vitest'
import {DailyFile} from './log.ts'

let folder: string
const said = {errors: [] as string[], output: [] as string[]}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'log-'))
  said.errors = []
  said.output = []
  vi.spyOn(console, 'error').mockImplementation((line: string) => void said.errors.push(line))
  vi.spyOn(process.stdout, 'write').mockImplementation((line) => said.output.push(String(line)) > 0)
})
afterEach(async () => {
  vi.restoreAllMocks()
  vi.useRealTimers()
  await rm(folder, {recursive: true, force: true})
})

const today = () => new Date().toISOString().slice(0, 10)
const fileIn = (place: string) => join(place, `application-${today()}.jsonl`)

test('a folder that cannot be made stops nothing: lines go to the standard output, and to the file once it can be opened', async () => {
  const place = join(folder, 'logs')
  writeFileSync(place, 'a file where the folder should be')
  const log = new DailyFile(place, 'application')
  await expect.poll(() => said.errors.length).toBeGreaterThan(0)
  expect(said.errors).toEqual([expect.stringMatching(/cannot be written: E(?:NOTDIR|EXIST)/)])
  log.write('first\n')
  log.write('second\n')
  expect(said.output).toEqual(['first\n', 'second\n'])

  await rm(place)
  vi.useFakeTimers({toFake: ['Date'], now: Date.now() + 11_000})
  log.write('third\n')
  const written = () => {
    try {
      return readFileSync(fileIn(place), 'utf8')
    } catch {
      return ''
    }
  }
  await expect.poll(written).toBe('third\n')
  expect(said.output).toEqual(['first\n', 'second\n'])
})

test('a disk that is full stops nothing, and is told once a minute', async () => {
  symlinkSync('/dev/full', fileIn(folder))
  const log = new DailyFile(folder, 'application')
  for (let round = 0; round < 3; round++) {
    log.write(`${'x'.repeat(5_000)}\n`)
    await expect.poll(() => said.errors.length).toBeGreaterThan(0)
  }
  expect(said.errors).toEqual([expect.stringContaining('ENOSPC')])
})
