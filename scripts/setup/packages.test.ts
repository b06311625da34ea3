import {spawnSync} from 'node:child_process'
import {cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {dirname, join} from 'node:path'
import {afterEach, beforeEach, describe, expect, test} from 'vitest'
import {isInstalled, productionOptions, productionPackages} from './packages.mjs'

const entry = (version: string, optional?: boolean) => ({version, integrity: `sha512-${version}`, optional})
const lock = (packages: Record<string, ReturnType<typeof entry>>) => ({packages})
const wanted = lock({
  '': entry('0.1.0'),
  'node_modules/zod': entry('4.6.7'),
  'node_modules/sharp-darwin-arm64': entry('0.35.5', true),
})

test('packages of another platform may be missing', () => {
  expect(isInstalled(wanted, lock({'node_modules/zod': entry('4.6.7')}))).toBe(true)
})

test('a missing package, or one at another version, means that the packages must be installed', () => {
  expect(isInstalled(wanted, lock({}))).toBe(false)
  expect(isInstalled(wanted, lock({'node_modules/zod': entry('4.6.6')}))).toBe(false)
})

test('an optional package that is there must have the right version', () => {
  const installed = lock({
    'node_modules/zod': entry('4.6.7'),
    'node_modules/sharp-darwin-arm64': entry('0.35.4', true),
  })
  expect(isInstalled(wanted, installed)).toBe(false)
})

/** A project with a server and a stand-in as workspaces, as its lock file describes it. */
const project = {
  packages: {
    '': {
      dependencies: {'@local/server': '*', orm: '1.0.0'},
      devDependencies: {'@local/stand-in': '*', tester: '1.0.0'},
    },
    'node_modules/@local/server': {resolved: 'packages/server', link: true},
    'node_modules/@local/stand-in': {resolved: 'packages/stand-in', link: true},
    'packages/server': {
      version: '0.1.0',
      dependencies: {parser: '2.0.0'},
      devDependencies: {tester: '1.0.0'},
    },
    'packages/server/node_modules/parser': {version: '2.0.0'},
    'packages/stand-in': {version: '0.1.0', dependencies: {engine: '1.0.0', parser: '1.0.0'}},
    'node_modules/engine': {version: '1.0.0'},
    'node_modules/parser': {version: '1.0.0'},
    'node_modules/tester': {version: '1.0.0', dev: true},
    'node_modules/orm': {
      version: '1.0.0',
      peerDependencies: {driver: '1.0.0', engine: '1.0.0'},
      peerDependenciesMeta: {engine: {optional: true}},
    },
    'node_modules/driver': {version: '1.0.0'},
  },
}

describe('a live site', () => {
  test('needs what its dependencies need, and nothing of tests and stand-ins', () => {
    expect([...productionPackages(project)].sort()).toEqual([
      '',
      'node_modules/@local/server',
      'node_modules/driver',
      'node_modules/orm',
      'packages/server',
      'packages/server/node_modules/parser',
    ])
    expect(productionOptions(project)).toEqual([
      '--omit=dev',
      '--include-workspace-root',
      '--workspace=packages/server',
    ])
  })

  test('may lack everything else, and nothing of that', () => {
    const needed = [...productionPackages(project)]
    const installed = Object.fromEntries(
      Object.entries(project.packages).filter(([path]) => needed.includes(path)),
    )
    expect(isInstalled(project, {packages: installed}, true)).toBe(true)
    expect(isInstalled(project, {packages: installed})).toBe(false)
    const {'node_modules/driver': _, ...less} = installed
    expect(isInstalled(project, {packages: less}, true)).toBe(false)
  })
})

/** What tells the set-up that development packages are not wanted. */
type Setting = {NODE_ENV?: 'production'; npm_config_omit?: string}
const NO_SETTING = {NODE_ENV: 'test', npm_config_omit: '', npm_lifecycle_event: ''} as const
const OMITTING: Setting[] = [{NODE_ENV: 'production'}, {npm_config_omit: 'dev'}]

describe('a command', () => {
  let root = ''
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(root, path)), {recursive: true})
    writeFileSync(join(root, path), text)
  }
  const writeInstalled = (packages: object) =>
    write('node_modules/.package-lock.json', JSON.stringify({packages}))

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'setup-'))
    const source = join(import.meta.dirname, '..', '..')
    for (const path of ['scripts/run.mjs', 'scripts/setup', 'packages/supervisor'])
      cpSync(join(source, path), join(root, path), {
        recursive: true,
        filter: (from) => !from.endsWith('.test.ts'),
      })
    // Stands in for npm, and writes down how it was called.
    write('npm.cjs', "require('node:fs').writeFileSync('npm-arguments', process.argv.slice(2).join(' '))")
    write('package.json', '{"type": "module"}')
    write('package-lock.json', JSON.stringify(project))
    for (const path of ['server.ts', 'scripts/ops.ts', 'scripts/demo.ts'])
      write(path, "console.log('it runs')")
  })
  afterEach(() => rmSync(root, {recursive: true}))

  /** Runs a command as npm does. Gives what it printed and how npm was called to install, if it was. */
  function run(name: string, env: Setting = {}) {
    const {stdout, stderr, status} = spawnSync(process.execPath, [join(root, 'scripts/run.mjs'), name], {
      encoding: 'utf8',
      env: {...process.env, ...NO_SETTING, npm_execpath: join(root, 'npm.cjs'), ...env},
    })
    const called = join(root, 'npm-arguments')
    const installed = existsSync(called) ? readFileSync(called, 'utf8') : undefined
    return {stdout, stderr, status, installed}
  }

  const PRODUCTION_INSTALL =
    'install --no-save --no-audit --no-fund --omit=dev --include-workspace-root --workspace=packages/server'

  test.each(['server.ts', 'ops'])(
    'of a live site installs nothing after `npm install --omit=dev`: %s',
    (name) => {
      const needed = [...productionPackages(project)]
      writeInstalled(
        Object.fromEntries(Object.entries(project.packages).filter(([path]) => needed.includes(path))),
      )
      for (const env of [{}, ...OMITTING]) {
        expect(run(name, env)).toEqual({stdout: 'it runs\n', stderr: '', status: 0, installed: undefined})
      }
    },
  )

  test('that serves a build installs nothing, and says so when packages differ', () => {
    writeInstalled({})
    write('.next/BUILD_ID', 'x')
    expect(run('server.ts')).toEqual({
      stdout: 'it runs\n',
      stderr: expect.stringContaining('not those of package-lock.json'),
      status: 0,
      installed: undefined,
    })
  })

  test.each(OMITTING)('of a live site installs what a live site needs: %o', (env) => {
    expect(run('ops', env).installed).toBe(PRODUCTION_INSTALL)
    rmSync(join(root, 'npm-arguments'))
    // Without a build there is nothing to serve, and the set-up is not finished.
    expect(run('server.ts', env).installed).toBe(PRODUCTION_INSTALL)
  })

  test('that needs the stand-ins installs everything, whatever NODE_ENV says', () => {
    writeInstalled({})
    write('.next/BUILD_ID', 'x')
    const everything = 'install --no-save --no-audit --no-fund --include=dev'
    expect(run('demo', {NODE_ENV: 'production'}).installed).toBe(everything)
    expect(run('demo').installed).toBe(everything)
  })
})
