import {createHash} from 'node:crypto'
import {readdirSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import {z} from 'zod'
import type {PolicyPromise} from './register.ts'

/**
 * What became of the tests of the promises, as the last test run of these sources wrote it down. The file lies in the
 * project's folder, so that it goes with the sources into an image; a site that was built from other sources than were
 * tested says so.
 */

/** Hidden, so that it is no source itself. */
const RESULTS_FILE = '.proof.json'

/** In a build's folder: the fingerprint of the sources that it was made from. */
const SOURCES_FILE = 'sources'

/** Everything that a running site is made of. */
const SOURCES = [
  'app',
  'cache-handler.ts',
  'components',
  'instrumentation.ts',
  'lib',
  'next.config.ts',
  'package-lock.json',
  'packages/document-server',
  'proxy.ts',
  'public',
  'sanity',
  'server.ts',
]

const results = z.object({
  /** Fingerprint of the sources that were tested. */
  sources: z.string(),
  files: z.record(
    z.string(),
    z.object({
      /** When the run ended, ISO date and time. */
      at: z.iso.datetime(),
      passed: z.number().int(),
      failed: z.number().int(),
    }),
  ),
})

export type TestResults = z.infer<typeof results>

/** `undefined`: it did not run on these sources. */
export type Proof = {state: 'proved' | 'failed' | 'not-run'; tests: number; at: string | undefined}

/** Whether each test of a promise ran and passed. One file that did not run leaves it unproved. */
export function proofOf({tests}: Pick<PolicyPromise, 'tests'>, files: TestResults['files']): Proof {
  const found = tests.map((file) => files[file])
  const ran = found.filter((result) => result !== undefined)
  const passed = ran.reduce((sum, result) => sum + result.passed, 0)
  const at = ran.map((result) => result.at).sort()[0]
  if (ran.some(({failed}) => failed > 0)) return {state: 'failed', tests: passed, at}
  const isWhole = ran.length === tests.length && ran.every((result) => result.passed > 0)
  return {state: isWhole ? 'proved' : 'not-run', tests: passed, at: isWhole ? at : undefined}
}

/** The results of the last run; nothing when there was none. */
export function readResults(root: string): TestResults | undefined {
  try {
    return results.parse(JSON.parse(readFileSync(join(root, RESULTS_FILE), 'utf8')))
  } catch {
    return undefined
  }
}

/** The results that hold for a build; none when its sources were not tested. */
export function resultsOfBuild(root: string, build: string): TestResults['files'] {
  const found = readResults(root)
  return found && found.sources === readSources(join(root, build)) ? found.files : {}
}

function readSources(build: string): string | undefined {
  try {
    return readFileSync(join(build, SOURCES_FILE), 'utf8')
  } catch {
    return undefined
  }
}

/** Where a build keeps the fingerprint of its sources. */
export const sourcesPath = (build: string) => join(build, SOURCES_FILE)

/** Where a test run keeps its results. */
export const resultsPath = (root: string) => join(root, RESULTS_FILE)

/**
 * The fingerprint of what a running site is made of. Tests are no part of it: a build is made without them.
 *
 * @param root the project's folder
 */
export function fingerprintOfSources(root: string): string {
  const hash = createHash('sha256')
  for (const path of SOURCES.flatMap((source) => filesOf(root, source))) {
    hash
      .update(path)
      .update('\0')
      .update(readFileSync(join(root, path)))
      .update('\0')
  }
  return hash.digest('hex')
}

const LEFT_OUT = /(?:^|\/)(?:node_modules|\.[^/]*)(?:\/|$)|\.(?:test|spec)\.tsx?$|\.md$/

function filesOf(root: string, source: string): string[] {
  if (/\.[a-z]+$/.test(source)) return [source]
  return readdirSync(join(root, source), {recursive: true, withFileTypes: true})
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .filter((path) => !LEFT_OUT.test(path))
    .sort()
}
