import {existsSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterEach, beforeEach, expect, test} from 'vitest'
import {holdLock} from './lock.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lock-'))
})
afterEach(() => rmSync(folder, {recursive: true}))

test('a second holder is told where the first one is, and may have it afterwards', async () => {
  const path = join(folder, 'deeper', 'running.json')
  const release = await holdLock(path, 'http://localhost:3000')
  await expect(holdLock(path, 'http://localhost:4000')).rejects.toThrow('http://localhost:3000')
  release()
  expect(existsSync(path)).toBe(false)
  const again = await holdLock(path, 'http://localhost:4000')
  again()
})

test('the file of a killed process holds no lock', async () => {
  const path = join(folder, 'running.json')
  const release = await holdLock(path, 'http://localhost:3000')
  const dead = {port: 1, token: 'gone', siteUrl: 'http://localhost:3000'}
  release()
  for (const left of [JSON.stringify(dead), '{"port":', '']) {
    writeFileSync(path, left)
    const mine = await holdLock(path, 'http://localhost:4000')
    mine()
  }
})
