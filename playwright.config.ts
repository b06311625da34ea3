import {availableParallelism} from 'node:os'
import {defineConfig} from 'playwright/test'
import {PROMISES} from '#lib/promises/register.ts'
import {CHROMIUM_FLAGS, findChromium} from '#scripts/chromium.ts'

/** What proves a promise of the privacy policy in a browser. */
const PROVING = PROMISES.flatMap(({tests}) => tests.filter((path) => path.endsWith('.spec.ts'))).map(
  (path) => `**/${path}`,
)

/**
 * Browser tests run against stacks of services and a site that serves a production build, which tests/support/stack.ts
 * starts: one for each worker, since journeys that change the same content would read each other's words.
 */
export default defineConfig({
  globalSetup: './tests/support/stack.ts',
  outputDir: '.local/test/results',
  // A browser beside its site keeps two processors busy: two of each on two processors take longer than one after the other.
  workers: availableParallelism() < 4 || process.env.CI ? 1 : 2,
  fullyParallel: false,
  forbidOnly: Boolean(process.env.CI),
  // Machines that run continuous integration are shared: a journey that was starved there gets another try, and is called flaky.
  retries: process.env.CI ? 2 : 0,
  // A browser shares a machine of two cores with a site and its services.
  timeout: 300_000,
  expect: {timeout: 40_000},
  reporter: 'list',
  use: {
    browserName: 'chromium',
    launchOptions: {executablePath: findChromium(), args: CHROMIUM_FLAGS},
    // A trace keeps the document and its requests at each step. With a film of the page as well, drawing it for the film costs
    // six times as much as drawing it, and a page gets five frames a second on a machine without a graphics card.
    trace: {mode: 'retain-on-failure', screenshots: false},
    screenshot: 'only-on-failure',
    locale: 'en-US',
    // A click on what never comes says so itself, long before its test has used up its time.
    actionTimeout: 30_000,
    navigationTimeout: 60_000,
  },
  projects: [
    // What `npm test` runs: tests that are marked as journeys of visitor, marketer or client.
    {name: 'journeys', testDir: 'tests/e2e', grep: /@journey/},
    {name: 'browser', testDir: 'tests/e2e', grepInvert: /@journey/, testIgnore: PROVING},
    {
      name: 'promises',
      testDir: 'tests',
      testMatch: ['**/tests/promises/**/*.spec.ts', ...PROVING],
      grepInvert: /@journey/,
    },
    {name: 'long', testDir: 'tests/long', testMatch: '**/*.spec.ts', timeout: 15 * 60_000},
  ],
})
