import {mkdtemp, readFile, rm} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterEach, beforeEach, expect, it} from 'vitest'
import {AppendFile} from './append-file.ts'

let directory: string

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'append-'))
})
afterEach(() => rm(directory, {recursive: true}))

it('keeps the order of concurrent appends, and returns their offsets', async () => {
  const file = new AppendFile(join(directory, 'file'))
  const texts = Array.from({length: 200}, (_, n) => `line ${n}\n`)
  const offsets = await Promise.all(texts.map((text) => file.append(Buffer.from(text))))
  expect(await readFile(join(directory, 'file'), 'utf8')).toBe(texts.join(''))
  for (const [n, offset] of offsets.entries()) {
    expect((await file.read(offset, texts[n]?.length ?? 0)).toString()).toBe(texts[n])
  }
  await file.close()
})

it('appends to a file that exists', async () => {
  const path = join(directory, 'file')
  const first = new AppendFile(path)
  await first.append(Buffer.from('one'))
  await first.close()
  const second = new AppendFile(path)
  expect(await second.append(Buffer.from('two'))).toBe(3)
  await second.close()
})

it('fails every append after a failed write', async () => {
  const full = new AppendFile('/dev/full')
  await expect(full.append(Buffer.from('x'))).rejects.toThrow(/ENOSPC/)
  await expect(full.append(Buffer.from('y'))).rejects.toThrow(/ENOSPC/)
  expect(full.failure).toBeInstanceOf(Error)
  await full.close()
})
