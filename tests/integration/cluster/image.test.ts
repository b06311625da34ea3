import {execFileSync} from 'node:child_process'
import {existsSync, readFileSync} from 'node:fs'
import {join, matchesGlob} from 'node:path'
import {expect, test} from 'vitest'
import {
  type LockEntry,
  type LockFile,
  productionOptions,
  productionPackages,
  reachablePackages,
} from '#scripts/setup/packages.mjs'
import {SERVER_FLAGS} from '#scripts/stack/next.ts'

const ROOT = join(import.meta.dirname, '..', '..', '..')

/** The lines of a list of patterns, without comments. */
const patternsOf = (...path: string[]) =>
  readFileSync(join(ROOT, ...path), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))

const leftOut = patternsOf('deploy', 'Dockerfile.dockerignore')
const dockerfile = readFileSync(join(ROOT, 'deploy', 'Dockerfile'), 'utf8')
const packageJson = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'))
const lock: LockFile = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8'))
const workspaces = Object.keys(lock.packages ?? {}).filter((path) => /^packages\/[^/]+$/.test(path))
const standIns = workspaces.filter((path) => !productionPackages(lock).has(path))

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
  // What the tests proved of a build belongs beside it: its page of proofs shows them.
  for (const pattern of patternsOf('.gitignore').filter((name) => name !== '.proof.json')) {
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
    const isOfStandIn = (path: string) => standIns.some((folder) => path.startsWith(`${folder}/`))
    expect(
      missing.filter(
        (path) =>
          !/^(?:tests|docs|deploy|\.ci)\/|^README\.md$|\.test\.tsx?$/.test(path) && !isOfStandIn(path),
      ),
    ).toEqual([])
    expect(missing.length).toBeGreaterThan(0)
    // npm reads these; the last step of the image removes them.
    expect(paths.filter((path) => isOfStandIn(path) && !isLeftOut(path)).sort()).toEqual(
      standIns.map((folder) => `${folder}/package.json`).sort(),
    )
    expect(dockerfile).toContain(`RUN rm -r ${standIns.sort().join(' ')} `)
  },
)

test('a build needs nothing but the images that it names', () => {
  // Such a line has a program fetched for reading the file, of which nothing here is in need.
  expect(dockerfile).not.toMatch(/^# syntax=/m)
})

test('the server has the same flags wherever it is started', () => {
  expect(packageJson.scripts.start).toContain(` ${SERVER_FLAGS.join(' ')} server.ts`)
  const [, command = '[]'] = /^CMD (.+)$/m.exec(dockerfile) ?? []
  expect(JSON.parse(command)).toEqual([
    ...['node', ...SERVER_FLAGS, 'server.ts'],
    ...['--port', '3000', '--hostname', '0.0.0.0'],
  ])
})

test('a package that only a stand-in needs is no dependency of the site', () => {
  for (const name of [
    ...['@electric-sql/pglite', '@sanity/mutator', 'ajv', 'blurhash', 'groq-js', 'mailparser', 'mendoza'],
    ...['smtp-server', 'ws'],
  ])
    expect(packageJson.dependencies).not.toHaveProperty(name)
})

test('the image holds the packages that a live site loads, and no others', () => {
  const [, last = ''] = dockerfile.split(/^FROM base\n/m)
  expect(last.match(/^COPY .*$/gm)).toEqual([
    'COPY --from=build /needed ./',
    'COPY . .',
    'COPY --from=build --chown=node:node /site/.next .next',
  ])
  expect(last).not.toContain('npm install')
  expect(dockerfile).toContain('RUN node scripts/copy-packages.ts /needed\n')
  const options = productionOptions(lock).filter((option) => option.startsWith('--workspace='))
  expect(dockerfile).toContain(
    `RUN npm install --no-save --include=dev --include-workspace-root ${options.join(' ')}\n`,
  )
})

test('a live site installs what it needs, and nothing that only stand-ins need', () => {
  expect(standIns.length).toBeGreaterThan(0)

  const needed = productionPackages(lock)
  const onlyOfStandIns = reachablePackages(lock, standIns, requiredBy)
    .difference(needed)
    .difference(new Set(standIns))
  const installed = installedByNpm()
  expect([...needed.difference(installed)]).toEqual([])
  // One that is found here is to be installed below its workspace: move its entry of the lock file to
  // packages/<workspace>/node_modules/<name> and run `npm install --package-lock-only`.
  expect([...onlyOfStandIns.intersection(installed)]).toEqual([])
  expect(onlyOfStandIns.size).toBeGreaterThan(0)
})

/** The names of what a package cannot do without. */
function requiredBy({dependencies, optionalDependencies}: LockEntry): string[] {
  return Object.keys({...dependencies, ...optionalDependencies})
}

/**
 * What `npm install --omit=dev` with chosen workspaces puts into `node_modules`, as it decides: all that is reached from
 * the project and those workspaces by any edge, development and optional peers included, but for what the lock file marks
 * as being for development only. So a package that several parts of the project share may be installed although no
 * part of a live site needs it; npm/cli, `workspaces/arborist/lib/arborist/index.js`, `workspaceDependencySet`.
 */
function installedByNpm(): Set<string> {
  const chosen = productionOptions(lock).flatMap((option) => option.match(/(?<=^--workspace=).+/) ?? [])
  const names = new Set(workspaces.map((path) => path.replace('packages/', '@local/')))
  const reached = reachablePackages(lock, ['', ...chosen], (entry, path) => {
    const isOurs = path === '' || workspaces.includes(path)
    const edges = {
      ...entry.dependencies,
      ...entry.optionalDependencies,
      ...entry.peerDependencies,
      ...(isOurs && entry.devDependencies),
    }
    return Object.keys(edges).filter(
      (name) => !names.has(name) || chosen.includes(name.replace('@local/', 'packages/')),
    )
  })
  return new Set([...reached].filter((path) => lock.packages?.[path]?.dev !== true))
}
