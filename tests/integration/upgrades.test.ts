import {execFileSync} from 'node:child_process'
import {existsSync, readFileSync} from 'node:fs'
import {join, matchesGlob} from 'node:path'
import {expect, test} from 'vitest'
import {z} from 'zod'

const ROOT = join(import.meta.dirname, '..', '..')
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8')

test.skipIf(!existsSync(join(ROOT, '.git')))(
  'what Next does not document is imported by one file, whose test says what breaks',
  () => {
    const files = execFileSync('git', ['ls-files', '*.ts', '*.tsx', '*.mjs'], {cwd: ROOT, encoding: 'utf8'})
    const importing = files
      .trim()
      .split('\n')
      .filter((path) => existsSync(join(ROOT, path)) && !/\.test\.tsx?$/.test(path))
      .filter((path) => /(?:from|import\(|require\w*\(|resolve\()\s*['"]next\/dist\//.test(read(path)))
    expect(importing).toEqual(['packages/document-server/cache/next-internals.ts'])
  },
)

test('what belongs together is upgraded together', () => {
  const {packageRules} = z
    .object({
      packageRules: z.array(
        z.object({groupName: z.string().optional(), matchPackageNames: z.array(z.string()).default([])}),
      ),
    })
    .parse(JSON.parse(read('renovate.json')))
  const groupOf = (name: string) =>
    packageRules.find(({matchPackageNames}) =>
      matchPackageNames.some((pattern) => matchesGlob(name, pattern)),
    )?.groupName
  const {dependencies, devDependencies} = z
    .object({
      dependencies: z.record(z.string(), z.string()),
      devDependencies: z.record(z.string(), z.string()),
    })
    .parse(JSON.parse(read('package.json')))
  const names = Object.keys({...dependencies, ...devDependencies})
  for (const name of names.filter((each) => /sanity|^groq/.test(each)))
    expect(groupOf(name), name).toBe('Sanity')
  for (const name of ['next', 'react', 'react-dom']) expect(groupOf(name)).toBe('Next and React')
  expect(groupOf('stripe')).toBe('Stripe')
  // Named there and used no more, or under another name, would group nothing.
  const exact = packageRules.flatMap(({matchPackageNames}) =>
    matchPackageNames.filter((name) => !name.includes('*')),
  )
  const everywhere = read('package-lock.json')
  for (const name of exact.filter((each) => each !== 'node'))
    expect(everywhere, name).toContain(`node_modules/${name}"`)
})
