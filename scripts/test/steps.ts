import {join} from 'node:path'
import {installChromium} from '../chromium.ts'
import type {Programs} from '../programs.ts'
import {
  type Counts,
  type FileCounts,
  playwrightCounts,
  playwrightFiles,
  vitestCounts,
  vitestFiles,
} from './results.ts'

export const ROOT = join(import.meta.dirname, '..', '..')

/** Next's build for tests, relative to the project's folder. */
const TEST_BUILD = '.next-test'

/** Reports of the last run, relative to the project's folder. */
const REPORTS = join('.local', 'test', 'reports')

/** One step of a test run. */
export type Step = {
  /** What `--only` calls it. */
  name: string
  title: string
  /** How many processors it keeps busy. */
  processors: number
  /** Steps without which it cannot run: they run first, and when one fails this one is not run. */
  needs?: readonly string[]
  /** Steps that it must not run beside: it begins when they have ended, however they ended. */
  after?: readonly string[]
  /** Done in this process before the commands. */
  prepare?: (say: (line: string) => void) => Promise<unknown>
  /** Commands of installed packages or files, with arguments; each must succeed before the next starts. */
  commands: readonly (readonly string[])[]
  env?: Readonly<Record<string, string>>
  /** Programs that the step runs. Tests that need one which this machine lacks are skipped. */
  programs?: Programs
  /** The file that the step writes its counts to, and how they are read. */
  report?: {
    path: string
    counts: (report: unknown) => Counts
    files: (report: unknown) => FileCounts[]
  }
}

/** Steps that run together, as long as there are processors for them. */
export type Run = {title: string; steps: readonly Step[]}

function vitest(name: string, title: string, args: readonly string[]): Step {
  const path = join(REPORTS, `${name}.json`)
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${path}`]
  return {
    name,
    title,
    processors: 1,
    commands: [['vitest', 'run', ...reporters, ...args]],
    report: {path, counts: vitestCounts, files: vitestFiles},
  }
}

function playwright(name: string, title: string, args: readonly string[]): Step {
  const path = join(REPORTS, `${name}.json`)
  return {
    name,
    title,
    processors: 2,
    needs: ['chromium', 'build'],
    commands: [['playwright', 'test', '--reporter=list,json', ...args]],
    env: {PLAYWRIGHT_JSON_OUTPUT_FILE: path},
    report: {path, counts: playwrightCounts, files: playwrightFiles},
  }
}

const chromium: Step = {
  name: 'chromium',
  title: 'A browser',
  processors: 0,
  prepare: (say) => installChromium(ROOT, say),
  commands: [],
}

const build: Step = {
  name: 'build',
  title: 'Production build',
  processors: 1,
  commands: [['tests/support/build-site.ts']],
}

/** Of the rehearsal of going live, by the Debian packages that hold them. */
export const REHEARSAL_PROGRAMS: Programs = {
  unshare: 'util-linux',
  setpriv: 'util-linux',
  runuser: 'util-linux',
  ip: 'iproute2',
  adduser: 'adduser',
  git: 'git',
  curl: 'curl',
  openssl: 'openssl',
  nginx: 'nginx',
}

/** Everything that must hold before a change lands. What takes longest, and what others wait for, comes first. */
const quick: Run = {
  title: 'npm test',
  steps: [
    chromium,
    build,
    vitest('unit', 'Unit and integration tests', [
      '--project=unit',
      '--project=integration',
      '--project=isolated',
    ]),
    {
      name: 'lint',
      title: 'Lint, format and layout',
      processors: 1,
      commands: [
        ['biome', 'check', '--error-on-warnings', '.'],
        ['depcruise', '.'],
      ],
    },
    {name: 'unused', title: 'Unused code', processors: 1, commands: [['knip']]},
    {
      name: 'types',
      title: 'Types',
      processors: 1,
      // Both write the types of routes.
      after: ['build'],
      env: {NEXT_DIST_DIR: TEST_BUILD},
      commands: [
        ['next', 'typegen'],
        ['node_modules/typescript-native/bin/tsc', '--noEmit', '-p', '.'],
      ],
    },
    // A browser, its site and its services keep two processors busy: beside unit tests both take twice as long.
    playwright('journeys', 'Journeys in a browser', ['--project=journeys']),
  ],
}

/** All other tests that end within minutes. */
const rest: Run = {
  title: 'All other tests',
  steps: [
    chromium,
    build,
    {name: 'typegen', title: 'Generated types', processors: 1, commands: [['scripts/typegen.ts', '--check']]},
    vitest('packages', 'Packages', ['--project=@local/*']),
    playwright('browser', 'Other browser tests', ['--project=browser']),
    playwright('promises', 'Promises in a browser', ['--project=promises']),
    {
      ...vitest('hosted', 'The image, functions, and going live', ['--project=hosted']),
      processors: 2,
      needs: ['chromium', 'build'],
      programs: REHEARSAL_PROGRAMS,
    },
    {
      ...vitest('cluster', 'Several machines', ['--project=cluster']),
      processors: 2,
      needs: ['build'],
      programs: {'redis-server': 'redis-server', nginx: 'nginx', openssl: 'openssl'},
    },
  ],
}

/** Repetitions, kills and scale. */
const long: Run = {
  title: 'Long tests',
  steps: [
    chromium,
    build,
    {...vitest('long', 'Long tests', ['--project=long']), processors: 2, needs: ['build']},
    playwright('long-browser', 'Long browser tests', ['--project=long', '--workers=1']),
  ],
}

/** The runs of each command, one after the other. */
export const RUNS = {test: [quick], all: [quick, rest], long: [long]} as const satisfies Record<string, Run[]>
