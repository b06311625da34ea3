import {defineConfig} from 'playwright/test'
import {CHROMIUM_FLAGS} from '#scripts/browser/chromium-flags.ts'
import {findChromium} from '#scripts/browser/find-chromium.ts'

/** Browser tests run against one stack of services and a production build, which tests/support/stack.ts starts. */
export default defineConfig({
  globalSetup: './tests/support/stack.ts',
  outputDir: '.local/test/results',
  // The content lake is shared: journeys that change it would read each other's words.
  workers: 1,
  fullyParallel: false,
  forbidOnly: Boolean(process.env.CI),
  // Machines that test for everybody are shared: a journey that was starved there gets another try, and is called flaky.
  retries: process.env.CI ? 2 : 0,
  timeout: 120_000,
  expect: {timeout: 20_000},
  reporter: 'list',
  use: {
    browserName: 'chromium',
    launchOptions: {executablePath: findChromium(), args: CHROMIUM_FLAGS},
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
    locale: 'en-US',
    // A click on what never comes says so itself, long before its test has used up its time.
    actionTimeout: 30_000,
    navigationTimeout: 60_000,
  },
  projects: [
    {name: 'e2e', testDir: 'tests/e2e'},
    {name: 'long', testDir: 'tests/long', testMatch: '**/*.spec.ts', timeout: 15 * 60_000},
  ],
})
