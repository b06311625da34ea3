import {join} from 'node:path'
import type {Programs} from '../programs/debian-packages.ts'
import {type Counts, playwrightCounts, vitestCounts} from './counts.ts'

/** One step of a test run: a Node program that is run to its end with its output visible. */
export type Step = {
  /** What `--only` calls it. */
  name: string
  title: string
  /** Commands of installed packages or files, with arguments; each must succeed before the next starts. */
  commands: string[][]
  env?: Record<string, string>
  /** Needs a Chromium, whose path is put into `CHROMIUM_PATH`. */
  browser?: boolean
  /** Programs that the step runs. Tests that need one which this machine lacks are skipped. */
  programs?: Programs
  /** The file that the step writes its counts to, and how they are read. */
  report?: {path: string; counts: (report: unknown) => Counts}
}

/** Reports of the last run, below the project's folder. */
const REPORTS = join('.local', 'test', 'reports')

function vitest(name: string, title: string, args: string[]): Step {
  const path = join(REPORTS, `${name}.json`)
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${path}`]
  return {
    name,
    title,
    commands: [['vitest', 'run', ...reporters, ...args]],
    report: {path, counts: vitestCounts},
  }
}

function playwright(name: string, title: string, project: string): Step {
  const path = join(REPORTS, `${name}.json`)
  return {
    name,
    title,
    commands: [['playwright', 'test', `--project=${project}`, '--reporter=list,json']],
    env: {PLAYWRIGHT_JSON_OUTPUT_FILE: path},
    browser: true,
    report: {path, counts: playwrightCounts},
  }
}

/** `npm test`: everything that must hold before a change lands. */
export const TEST_STEPS: Step[] = [
  {
    name: 'types',
    title: 'Types',
    commands: [
      ['next', 'typegen'],
      ['node_modules/typescript-native/bin/tsc', '--noEmit', '-p', '.'],
    ],
  },
  {
    name: 'lint',
    title: 'Lint, format and layout',
    commands: [
      ['biome', 'check', '--error-on-warnings', '.'],
      ['depcruise', '.'],
    ],
  },
  {name: 'unused', title: 'Unused code', commands: [['knip']]},
  {name: 'commits', title: 'Commit messages', commands: [['scripts/commits.ts']]},
  {name: 'typegen', title: 'Generated types', commands: [['scripts/typegen.ts', '--check']]},
  vitest('unit', 'Unit and integration tests', ['--project=unit']),
  playwright('e2e', 'Browser tests on a production build', 'e2e'),
]

/** `npm run test:long`: repetitions, kills and scale. */
export const LONG_STEPS: Step[] = [
  vitest('long', 'Long tests', ['--project=long', '--passWithNoTests']),
  playwright('long-e2e', 'Long browser tests', 'long'),
  {
    ...vitest('cluster', 'Several machines', ['--project=cluster']),
    programs: {'redis-server': 'redis-server', nginx: 'nginx', openssl: 'openssl'},
  },
]
