/**
 * `node scripts/copy-packages.ts FOLDER`: copies into FOLDER the packages that a live site loads: those that its server, its build and its owner's
 * commands import, and what these need themselves. What only development, tests and the Studio's build need stays behind, which is most of it.
 */
import {cpSync, existsSync, globSync, mkdirSync, readFileSync, symlinkSync} from 'node:fs'
import {stripTypeScriptTypes} from 'node:module'
import {dirname, join, matchesGlob, relative, resolve} from 'node:path'
import {z} from 'zod'
import {type LockFile, PRODUCTION_COMMANDS, reachablePackages} from './setup/packages.mjs'

const ROOT = join(import.meta.dirname, '..')

/** Files of packages that no program reads: types, maps for debuggers, manuals, and copies of Next for browsers' bundles. */
const UNREAD = [
  ...['**/*.map', '**/*.d.ts', '**/*.d.cts', '**/*.d.mts', '**/*.md'],
  ...['**/node_modules/next/dist/esm/**', '**/node_modules/next/dist/docs/**'],
]

/** Next makes pictures smaller with `sharp`; here the Content Lake does. What compiles is needed for a build alone. */
const UNUSED = /^(?:sharp$|@img\/|@next\/swc-)/

const [target] = process.argv.slice(2)
if (target === undefined) throw new Error('Usage: node scripts/copy-packages.ts FOLDER')
const folder = resolve(target)
const lock: LockFile = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8'))
/** What each workspace imports, by its path; the project itself is `''`. */
const imported = new Map<string, Set<string>>([['', packagesOfBuild(process.env.NEXT_DIST_DIR || '.next')]])
const visited = new Set<string>()
for (const name of PRODUCTION_COMMANDS) visit(join(ROOT, name.endsWith('.ts') ? name : `scripts/${name}.ts`))
// Next finds it by its path.
visit(join(ROOT, 'cache-handler.ts'))

const needed = reachablePackages(lock, [...imported.keys()], (entry, path) => {
  const own = imported.get(path)
  if (own) return [...own].filter(isUsed)
  const {dependencies, optionalDependencies, peerDependencies, peerDependenciesMeta} = entry
  const peers = Object.keys(peerDependencies ?? {}).filter(
    (name) => peerDependenciesMeta?.[name]?.optional !== true,
  )
  return [...Object.keys({...dependencies, ...optionalDependencies}), ...peers].filter(isUsed)
})
const packages = [...needed].filter((path) => path.includes('node_modules/') && existsSync(join(ROOT, path)))
for (const path of packages) copyPackage(path)
console.log(`✓ ${packages.length} packages are needed`)

function isUsed(name: string): boolean {
  return !UNUSED.test(name)
}

/** Notes the packages that a file of ours imports, and goes on to our own files that it does. */
function visit(file: string): void {
  if (visited.has(file)) return
  visited.add(file)
  const source = readFileSync(file, 'utf8')
  const code = file.endsWith('.ts') ? stripTypeScriptTypes(source) : source
  const workspace = /^packages\/[^/]+/.exec(relative(ROOT, file))?.[0] ?? ''
  const names = imported.get(workspace) ?? new Set()
  imported.set(workspace, names)
  for (const [, specifier = ''] of code.matchAll(
    /(?:\bfrom|\bimport|\bimport\(|\)\()\s*['"]([^'"\n]+)['"]/g,
  )) {
    const own = ownFile(specifier, file)
    if (own !== undefined) visit(own)
    const name = /^(?:@[^/]+\/)?[^/]+/.exec(specifier)?.[0]
    if (name !== undefined && !/^(?:[.#]|node:)/.test(specifier)) names.add(name)
  }
}

/** The file of ours that an import names. Drawn ones (`.tsx`) are part of the build. */
function ownFile(specifier: string, from: string): string | undefined {
  if (specifier.startsWith('#')) return sourceAt(join(ROOT, specifier.slice(1)))
  if (specifier.startsWith('.')) return sourceAt(join(dirname(from), specifier))
  if (!specifier.startsWith('@local/')) return undefined
  return sourceAt(new URL(import.meta.resolve(specifier)).pathname)
}

function sourceAt(path: string): string | undefined {
  return /\.(?:ts|mjs)$/.test(path) && existsSync(path) ? path : undefined
}

/** What the build does not hold itself, as Next has found. */
function packagesOfBuild(build: string): Set<string> {
  const lists = globSync(join(ROOT, build, '**/*.nft.json'))
  const paths = lists.flatMap(
    (list) => z.object({files: z.array(z.string())}).parse(JSON.parse(readFileSync(list, 'utf8'))).files,
  )
  return new Set(paths.flatMap((path) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? []))
}

function copyPackage(path: string): void {
  const [from, to] = [join(ROOT, path), join(folder, path)]
  mkdirSync(dirname(to), {recursive: true})
  const entry = lock.packages?.[path]
  // A workspace, which is there as its sources.
  if (entry?.link && entry.resolved) {
    symlinkSync(relative(dirname(to), join(folder, entry.resolved)), to)
    return
  }
  cpSync(from, to, {
    recursive: true,
    // Packages within it are needed or not for themselves.
    filter: (file) => {
      const inside = relative(from, file)
      return (
        !/(?:^|\/)node_modules(?:\/|$)/.test(inside) && !UNREAD.some((pattern) => matchesGlob(file, pattern))
      )
    },
  })
}
