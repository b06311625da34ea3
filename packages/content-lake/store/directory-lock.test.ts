import {spawn} from 'node:child_process'
import {once} from 'node:events'
import {mkdtemp, readdir, rm, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterEach, beforeEach, expect, it} from 'vitest'
import {lockDirectory} from './directory-lock.ts'

let directory: string

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'lock-'))
})
afterEach(() => rm(directory, {recursive: true}))

it('has one owner until it is released', async () => {
  const unlock = lockDirectory(directory)
  expect(() => lockDirectory(directory)).toThrow(`in use by process ${process.pid}`)
  unlock()
  lockDirectory(directory)()
  expect(await readdir(directory)).toEqual([])
})

it('is taken over from a process that was killed', async () => {
  const program = `
    import {lockDirectory} from ${JSON.stringify(join(import.meta.dirname, 'directory-lock.ts'))}
    lockDirectory(${JSON.stringify(directory)})
    process.stdout.write('locked')
    setInterval(() => {}, 1000)`
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await once(child.stdout, 'data')
  expect(() => lockDirectory(directory)).toThrow(`in use by process ${child.pid}`)
  child.kill('SIGKILL')
  await once(child, 'exit')
  lockDirectory(directory)()
})

it.each(['', '{"pid":', JSON.stringify({pid: process.pid, startedAt: 'another time', token: 'x'})])(
  'is taken over when its file contains %j',
  async (content) => {
    await writeFile(join(directory, 'lake.lock'), content)
    lockDirectory(directory)()
  },
)
