import {existsSync, readdirSync, readFileSync} from 'node:fs'
import {dirname, join} from 'node:path'
import {expect, test} from 'vitest'
import {z} from 'zod'
import {RUNS, type Run} from '#scripts/test/steps.ts'

const ROOT = join(import.meta.dirname, '..', '..')

const markdownIn = (folder: string) =>
  readdirSync(join(ROOT, folder), {recursive: true, encoding: 'utf8'})
    .filter((name) => name.endsWith('.md') && !name.includes('node_modules'))
    .map((name) => join(folder, name))

const DOCUMENTS = ['README.md', ...markdownIn('docs'), ...markdownIn('packages')]

/** Names in code that begin like a path of the repository, without `*` and the like. */
const PATH_IN_CODE = /`((?:app|components|deploy|docs|lib|packages|sanity|scripts|tests)\/[\w./()[\]-]+)`/g
/** Links to files, without those to other sites and to headings. */
const LINK = /\]\((?!https?:|#|mailto:)([^)#\s]+)/g

test.each(DOCUMENTS)('what %s links to and names is there', (document) => {
  const text = readFileSync(join(ROOT, document), 'utf8')
  const beside = [...text.matchAll(LINK)].map(([, path = '']) => join(dirname(document), path))
  const named = [...text.matchAll(PATH_IN_CODE)].map(([, path = '']) => path)
  expect([...beside, ...named].filter((path) => !existsSync(join(ROOT, path)))).toEqual([])
})

const SCRIPTS = z
  .object({scripts: z.record(z.string(), z.string())})
  .parse(JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'))).scripts

/** `npm test`, `npm run NAME`, and the steps that follow `--only`. */
const COMMAND = /\bnpm (?:(test|start)|run (?!NAME)([\w:-]+))(?: -- --only ((?:[a-z-]+ ?)+)[`,])?/g

const stepsOf = (script: string): Set<string> => {
  const runs: Run[] = RUNS[script === 'test:all' ? 'all' : 'test']
  return new Set(runs.flatMap(({steps}) => steps.map(({name}) => name)))
}

test.each(DOCUMENTS)('the commands that %s names are there, with their steps', (document) => {
  const text = readFileSync(join(ROOT, document), 'utf8')
  const unknown = [...text.matchAll(COMMAND)].flatMap(([command, short, long, only = '']) => {
    const script = short ?? long ?? ''
    if (!(script in SCRIPTS)) return [command]
    // Other commands have parts of their own.
    if (!script.startsWith('test')) return []
    const known = stepsOf(script)
    return only.split(' ').filter((step) => step !== '' && !known.has(step))
  })
  expect(unknown).toEqual([])
})
