import {execFile} from 'node:child_process'
import {once} from 'node:events'
import {cpSync, globSync, mkdtempSync, readdirSync, rmSync, statSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {promisify} from 'node:util'
import {findFreePorts, startProcess, waitUntilAnswers} from '@local/supervisor'
import {afterAll, beforeAll, expect, test} from 'vitest'
import {PRODUCTION_COMMANDS} from '#scripts/setup/packages.mjs'
import {SERVER_FLAGS} from '#scripts/stack/next.ts'
import {copyBuild, startServices} from '#tests/support/stack.ts'

/** What the image holds of the project beside packages and build; `deploy/Dockerfile.dockerignore` leaves the rest out. */
const SOURCES = [
  ...['app', 'components', 'lib', 'sanity', 'scripts', 'public'],
  ...['packages/document-server', 'packages/supervisor'],
  ...['package.json', 'server.ts', 'cache-handler.ts', 'instrumentation.ts', 'next.config.ts', 'proxy.ts'],
]

/** Megabytes of packages that the image may hold. */
const MAX_PACKAGES_MB = 150

/** A machine that is busy with other tests is slow to start it. */
const START_LIMIT_MS = 180_000

const run = promisify(execFile)

let services: Awaited<ReturnType<typeof startServices>>
let copy: string

beforeAll(async () => {
  services = await startServices('traced')
  const {root, build} = services.places
  copy = mkdtempSync(join(tmpdir(), 'traced-'))
  for (const path of SOURCES)
    cpSync(join(root, path), join(copy, path), {
      recursive: true,
      filter: (from) => !from.includes('node_modules'),
    })
  await run(process.execPath, [join(root, 'scripts/copy-packages.ts'), copy], {
    cwd: root,
    env: {...process.env, NEXT_DIST_DIR: build},
  })
  copyBuild(join(root, build), join(copy, '.next'))
})
afterAll(async () => {
  await services?.stack.stop()
  if (copy) rmSync(copy, {recursive: true, force: true})
})

/** The site's variables, and none of a person's. */
const variables = () => ({PATH: process.env.PATH, NODE_ENV: 'production' as const, ...services.stack.env})

test('the packages that the image holds are few', () => {
  const files = globSync('**/node_modules/**/*', {cwd: copy}).map((path) => statSync(join(copy, path)))
  const bytes = files.reduce((sum, file) => sum + (file.isFile() ? file.size : 0), 0)
  console.log(`${files.length} files, ${Math.round(bytes / 1_000_000)} MB`)
  expect(bytes / 1_000_000).toBeLessThan(MAX_PACKAGES_MB)
  const names = readdirSync(join(copy, 'node_modules'))
  for (const name of ['sanity', 'playwright', 'typescript', 'vitest', 'lighthouse'])
    expect(names).not.toContain(name)
})

test('with them alone, and writing nothing but pages, the server answers as it should', async () => {
  const port = await findFreePorts(1)
  const url = `http://127.0.0.1:${port}`
  // https://nodejs.org/docs/latest-v24.x/api/permissions.html
  const permissions = ['--permission', '--allow-fs-read=*', `--allow-fs-write=${join(copy, '.next')}/*`]
  const args = [
    ...SERVER_FLAGS,
    ...permissions,
    '--allow-addons',
    '--allow-worker',
    'server.ts',
    '--port',
    String(port),
  ]
  const child = startProcess({args, cwd: copy, env: {...variables(), SITE_URL: url}}, 'pipe')
  child.stdout?.resume()
  child.stderr?.pipe(process.stderr)
  try {
    await waitUntilAnswers(`${url}/api/health`, AbortSignal.timeout(START_LIMIT_MS))
    for (const path of [
      '/',
      '/privacy',
      '/privacy.md',
      '/checkout/lifetime-access',
      '/studio',
      '/sitemap.xml',
    ])
      expect((await fetch(url + path)).status, path).toBe(200)
    await expect
      .poll(async () => (await fetch(`${url}/api/ready`)).json(), {timeout: 60_000})
      .toMatchObject({status: 'ready'})
  } finally {
    child.kill('SIGTERM')
    await once(child, 'exit')
  }
})

test('every command of a live site finds what it imports', async () => {
  for (const name of [...PRODUCTION_COMMANDS].filter((command) => !command.endsWith('.ts'))) {
    const ended = run(process.execPath, [`scripts/${name}.ts`, '--help'], {cwd: copy, env: variables()})
    const output = await ended.catch((error: {stdout: string; stderr: string}) => error)
    expect(`${output.stdout}${output.stderr}`, name).not.toMatch(/ERR_MODULE_NOT_FOUND|Cannot find/)
  }
})
