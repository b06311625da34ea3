import {globSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import {defineConfig} from 'vitest/config'

/** Folders of the product whose tests stand beside what they test. */
const FOLDERS = '{app,components,lib,sanity,scripts}'

const INTEGRATION = ['tests/integration/**/*.test.ts', 'tests/promises/**/*.test.{ts,tsx}']

/** Integration tests that change the variables or the modules of their process. */
const CHANGING_PROCESS = globSync(INTEGRATION, {cwd: import.meta.dirname}).filter((file) =>
  /\bvi\.(?:stub|resetModules|mock|useFakeTimers)/.test(
    readFileSync(join(import.meta.dirname, file), 'utf8'),
  ),
)

const STARTING_SERVICES = {
  // Tests start real services; a machine with two cores may be slow to do so.
  testTimeout: 60_000,
  hookTimeout: 60_000,
  // Machines that run continuous integration are shared, and some tests are about moments.
  retry: process.env.CI ? 1 : 0,
}

export default defineConfig({
  test: {
    maxWorkers: 2,
    // Machines that run continuous integration are shared: a test that was starved there gets another try.
    retry: process.env.CI ? 2 : 0,
    projects: [
      // Each has its own tests: npm test -w packages/NAME.
      'packages/*/vitest.config.ts',
      {
        test: {
          name: 'unit',
          include: [`${FOLDERS}/**/*.test.{ts,tsx}`, 'tests/bench/**/*.test.ts'],
          // Files share what they import, which takes longer than their tests. None of them mocks a module.
          isolate: false,
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'integration',
          include: INTEGRATION,
          exclude: CHANGING_PROCESS,
          // Files share what they import, as unit tests do: half of the time of most files goes into that.
          isolate: false,
          ...STARTING_SERVICES,
        },
      },
      {test: {name: 'isolated', include: CHANGING_PROCESS, ...STARTING_SERVICES}},
      {
        test: {
          name: 'long',
          include: ['tests/long/**/*.test.ts'],
          testTimeout: 15 * 60_000,
          // A build may be among what is started.
          hookTimeout: 10 * 60_000,
          fileParallelism: false,
        },
      },
      {
        test: {
          name: 'hosted',
          include: ['tests/hosted/**/*.test.ts'],
          testTimeout: 5 * 60_000,
          // A build may be among what is started.
          hookTimeout: 10 * 60_000,
          fileParallelism: false,
        },
      },
      {
        test: {
          name: 'cluster',
          include: ['tests/cluster/**/*.test.ts'],
          testTimeout: 5 * 60_000,
          // A build may be among what is started.
          hookTimeout: 10 * 60_000,
          fileParallelism: false,
        },
      },
    ],
  },
})
