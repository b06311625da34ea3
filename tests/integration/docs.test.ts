import {spawnSync} from 'node:child_process'
import {existsSync, globSync, readdirSync, readFileSync} from 'node:fs'
import {dirname, join} from 'node:path'
import {expect, test} from 'vitest'
import {z} from 'zod'
import {SITE_KEY_PERMISSIONS} from '#lib/stripe.ts'
import {runOps} from '#scripts/ops/run-ops.ts'
import {RUNS, type Run} from '#scripts/test/steps.ts'
import {runHere} from '#tests/support/commands.ts'
import {Manual} from '#tests/support/rehearsal/manual.ts'

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

/** What is to be typed into a shell, in a list or not. */
const SHELL = /^( *)```sh\n(.*?)^\1```$/gms
/** A path of the repository in a shell command, `*` included. */
const PATH_IN_SHELL = /(?<![\w/.])(?:deploy|docs|scripts|tests)\/[\w./*-]+/g
/** Written by a command that stands before. */
const MADE = new Set(['deploy/secrets.env'])

test.each(DOCUMENTS)('what %s says to type is a shell’s, and names files that are there', (document) => {
  const text = readFileSync(join(ROOT, document), 'utf8')
  for (const [, indent = '', lines = ''] of text.matchAll(SHELL)) {
    const input = lines.replaceAll(new RegExp(`^${indent}`, 'gm'), '')
    expect(spawnSync('sh', ['-n'], {input, encoding: 'utf8'}).stderr, input).toBe('')
    const paths = [...input.matchAll(PATH_IN_SHELL)].map(([path]) => path)
    expect(paths.filter((path) => !MADE.has(path) && globSync(path, {cwd: ROOT}).length === 0)).toEqual([])
  }
})

/** A command of the owner's, up to the first value, and its flags. */
const OWNER_COMMAND = /(?:npm run ops --|scripts\/ops\.ts)((?: [a-z][a-z-]*(?=[ `\n]))*)([^`\n]*)/g

test.each(DOCUMENTS)('the owner’s commands that %s names are there, with their flags', async (document) => {
  const text = readFileSync(join(ROOT, document), 'utf8')
  for (const [command, words = '', rest = ''] of text.matchAll(OWNER_COMMAND)) {
    const named = words.split(' ').filter(Boolean)
    const flags = rest.match(/--[a-z]+[a-z-]*/g) ?? []
    const {out} = await runHere((around) => runOps([...named, '--help'], {...around, isTerminal: false}), {})
    expect(out, command).toContain(`Usage: ${['npm run ops --', ...named].join(' ')} `)
    for (const flag of flags) expect(out, command).toContain(` ${flag}`)
  }
})

test('a restricted key of Stripe is described with the permissions that the site is tested with, and its link ticks them', () => {
  const path = join(ROOT, 'docs', 'deploy.md')
  expect(new Manual(path, ['First: the services']).permissions).toEqual([...SITE_KEY_PERMISSIONS])

  const [link = ''] =
    /https:\/\/dashboard\.stripe\.com\/apikeys\/create\?\S+(?=\))/.exec(readFileSync(path, 'utf8')) ?? []
  // Stripe publishes no name for redaction jobs that a link could tick.
  const known = SITE_KEY_PERMISSIONS.filter((name) => name !== 'redaction_job_write')
  expect(new URL(link).searchParams.getAll('permissions[]')).toEqual(known.map((name) => `rak_${name}`))
})
