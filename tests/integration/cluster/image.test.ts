import {execFileSync} from 'node:child_process'
import {existsSync, readFileSync} from 'node:fs'
import {join, matchesGlob} from 'node:path'
import {expect, test} from 'vitest'
import {SERVER_FLAGS} from '#scripts/stack/next.ts'

const ROOT = join(import.meta.dirname, '..', '..', '..')

/** The lines of a list of patterns, without comments. */
const patternsOf = (...path: string[]) =>
  readFileSync(join(ROOT, ...path), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))

const leftOut = patternsOf('deploy', 'Dockerfile.dockerignore')

/** Whether the image is built without a file. As Docker decides: the last pattern that fits it, or a folder above it, counts. */
function isLeftOut(path: string): boolean {
  const parts = path.split('/')
  const names = parts.map((_, index) => parts.slice(0, index + 1).join('/'))
  const last = leftOut.findLast((pattern) =>
    names.some((name) => matchesGlob(name, pattern.replace(/^!/, ''))),
  )
  return last !== undefined && !last.startsWith('!')
}

test('what is kept out of the repository is kept out of the image', () => {
  for (const pattern of patternsOf('.gitignore')) {
    const path = pattern.replace(/\/$/, '').replaceAll('*', 'x')
    expect(isLeftOut(path), pattern).toBe(true)
  }
})

test('no secret of a deployment comes into the image, wherever it was put', () => {
  for (const path of [
    '.env',
    '.env.production',
    'deploy/.env',
    'deploy/secrets.env',
    'deploy/certificates/site.key',
    'deploy/site.key',
  ])
    expect(isLeftOut(path), path).toBe(true)
})

test.skipIf(!existsSync(join(ROOT, '.git')))(
  'of what is in the repository, the image lacks nothing that runs',
  () => {
    const paths = execFileSync('git', ['ls-files'], {cwd: ROOT, encoding: 'utf8'}).trim().split('\n')
    const missing = paths.filter(isLeftOut)
    expect(
      missing.filter((path) => !/^(?:tests|docs|deploy|\.ci)\/|^README\.md$|\.test\.tsx?$/.test(path)),
    ).toEqual([])
    expect(missing.length).toBeGreaterThan(0)
  },
)

test('a build needs nothing but the images that it names', () => {
  // Such a line has a program fetched for reading the file, of which nothing here is in need.
  expect(readFileSync(join(ROOT, 'deploy', 'Dockerfile'), 'utf8')).not.toMatch(/^# syntax=/m)
})

test('the server has the same flags wherever it is started', () => {
  const {scripts} = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'))
  expect(scripts.start).toContain(` ${SERVER_FLAGS.join(' ')} server.ts`)
  const [, command = '[]'] =
    /^CMD (.+)$/m.exec(readFileSync(join(ROOT, 'deploy', 'Dockerfile'), 'utf8')) ?? []
  expect(JSON.parse(command).slice(0, -2)).toEqual(['node', ...SERVER_FLAGS, 'server.ts'])
})
