import {appendFile, mkdtemp, rm} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import path from 'node:path'
import {afterEach, beforeEach, expect, test, vi} from 'vitest'
import {readExpired, rememberExpired} from './expiry.ts'

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'build-'))
  vi.stubEnv('NEXT_DIST_DIR', folder)
})

afterEach(async () => {
  vi.unstubAllEnvs()
  await rm(folder, {recursive: true})
})

test('nothing has expired in a fresh build', async () => {
  expect(await readExpired()).toEqual([])
})

test('tags are remembered in order, each once', async () => {
  await rememberExpired(['policy', 'policy:privacy'])
  await rememberExpired(['policy', 'policy:terms'])
  expect(await readExpired()).toEqual(['policy', 'policy:privacy', 'policy:terms'])
})

test('a line torn by a crash costs no other tag', async () => {
  await rememberExpired(['policy:privacy'])
  await appendFile(path.join(folder, 'content', 'expired-tags'), '\n"policy:te')
  await rememberExpired(['addresses'])
  expect(await readExpired()).toEqual(['policy:privacy', 'addresses'])
})
