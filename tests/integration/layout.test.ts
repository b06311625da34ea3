import {execFile} from 'node:child_process'
import {mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {dirname, join} from 'node:path'
import {promisify} from 'node:util'
import {afterAll, beforeAll, expect, test} from 'vitest'
import {z} from 'zod'
import {FOLDERS, LIB_ORDER} from '../../.dependency-cruiser.mjs'

const ROOT = join(import.meta.dirname, '..', '..')
const CHECKER = join(ROOT, 'node_modules', '.bin', 'depcruise')
const CONFIGURATION = join(ROOT, '.dependency-cruiser.mjs')

const report = z.object({
  summary: z.object({
    violations: z.array(z.object({from: z.string(), to: z.string(), rule: z.object({name: z.string()})})),
  }),
})

/** Modules of lib at both ends of the order. */
const LOWEST = LIB_ORDER[0]
const HIGHEST = LIB_ORDER.at(-1)

/**
 * Files of a small project, each with what it imports and the rule that forbids it; nothing when it is allowed. The
 * files that are imported are there as well.
 */
const IMPORTS: readonly {file: string; imports: string; forbidden?: string}[] = [
  ...Object.keys(FOLDERS).flatMap((folder) =>
    Object.keys(FOLDERS)
      .filter((other) => other !== folder)
      .map((other) => ({
        file: `${folder}/to-${other}.ts`,
        imports: `#${other}/target.ts`,
        ...(!FOLDERS[folder]?.mayImport.includes(other) && {forbidden: `${folder}-may-import`}),
      })),
  ),
  ...Object.entries(FOLDERS).flatMap(([folder, {mayImport}]) =>
    mayImport.map((allowed, index) => ({
      file: `${folder}/to-allowed-${index}.ts`,
      imports: `#${allowed.replaceAll('*', 'one')}${allowed.endsWith('.ts') ? '' : '/target.ts'}`,
    })),
  ),
  {file: `lib/${LOWEST}/upwards.ts`, imports: `../${HIGHEST}/target.ts`, forbidden: `lib-order-${LOWEST}`},
  {file: `lib/${HIGHEST}/downwards.ts`, imports: `../${LOWEST}/target.ts`},
  {file: 'app/a.ts', imports: './b.ts', forbidden: 'no-file-cycles'},
  {file: 'app/b.ts', imports: './a.ts', forbidden: 'no-file-cycles'},
  {file: 'app/one/up.ts', imports: '../two/target.ts', forbidden: 'no-folder-cycles'},
  {file: 'app/two/down.ts', imports: '../one/target.ts', forbidden: 'no-folder-cycles'},
  {file: 'app/by-path.ts', imports: '../lib/target.ts', forbidden: 'other-folders-by-alias'},
  {file: 'packages/one/a.ts', imports: '../two/target.ts', forbidden: 'other-packages-by-name'},
  {file: 'packages/one/b.ts', imports: '../../lib/target.ts', forbidden: 'packages-may-import'},
]

let folder: string
let found: z.infer<typeof report>['summary']['violations']

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'layout-'))
  const {imports} = z
    .object({imports: z.record(z.string(), z.string())})
    .parse(JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')))
  const write = (path: string, text: string) => {
    const file = join(folder, path)
    mkdirSync(dirname(file), {recursive: true})
    writeFileSync(file, text)
  }
  write(
    'package.json',
    JSON.stringify({type: 'module', imports: {...imports, '#packages/*': './packages/*'}}),
  )
  for (const {file, imports: target} of IMPORTS)
    write(target.startsWith('#') ? target.slice(1) : join(dirname(file), target), 'export type Target = 1\n')
  for (const {file, imports: target} of IMPORTS)
    write(
      file,
      `import type {Target} from '${target}'\nexport {default} from '${target}'\nexport type T = Target\n`,
    )
  const {stdout} = await promisify(execFile)(
    process.execPath,
    [CHECKER, '--config', CONFIGURATION, '--output-type', 'json', '.'],
    {cwd: folder, maxBuffer: 64 * 1024 * 1024},
  ).catch((error: {stdout: string}) => error)
  found = report.parse(JSON.parse(stdout)).summary.violations
})

afterAll(() => rmSync(folder, {recursive: true, force: true}))

test.each(IMPORTS.filter(({forbidden}) => forbidden))(
  '$file may not import $imports',
  ({file, forbidden}) => {
    // A circle is reported once, at one of its ends; one of folders by their names.
    const ends = forbidden === 'no-folder-cycles' ? [dirname(file)] : [file]
    const rules = found
      .filter(({from, to}) => ends.includes(from) || ends.includes(to))
      .map(({rule}) => rule.name)
    expect(rules).toContain(forbidden)
  },
)

test('what the table allows is not reported', () => {
  const allowed = IMPORTS.filter(({forbidden}) => forbidden === undefined).map(({file}) => file)
  expect(allowed.length).toBeGreaterThan(0)
  expect(found.filter(({from}) => allowed.includes(from))).toEqual([])
})

test('the order of lib names each of its modules once, and no other', () => {
  const modules = readdirSync(join(ROOT, 'lib'))
    .filter((name) => !name.includes('.test.'))
    .map((name) => name.replace(/\.ts$/, ''))
  expect(LIB_ORDER.toSorted()).toEqual([...new Set(modules)].toSorted())
})

test('the table in README.md says who may import whom', () => {
  const [, table] =
    /\| folder \|.*\n\|[-|]+\n((?:\|.*\n)+)/.exec(readFileSync(join(ROOT, 'README.md'), 'utf8')) ?? []
  const inCode = (name: string) => `\`${name}\``
  const rows = Object.entries(FOLDERS).map(
    ([name, {holds, mayImport}]) =>
      `| ${inCode(name)} | ${holds} | ${mayImport.map(inCode).join(', ') || 'nothing of the others'} |\n`,
  )
  expect(table).toBe(rows.join(''))
})
