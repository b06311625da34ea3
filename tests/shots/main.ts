/**
 * `npm run shots`: pictures of every page at the width of a phone and of a desktop, under `.local/shots/`, to be looked at.
 *
 * A set that runs is used as it is: `STACK_SERVICES=.local/services.json npm run shots`.
 */
import {mkdirSync, rmSync} from 'node:fs'
import {join} from 'node:path'
import {type Browser, chromium} from 'playwright'
import {CHROMIUM_FLAGS, installChromium} from '#scripts/chromium.ts'
import startStacks from '#tests/support/stack.ts'
import {takeClientJourney} from './client-journey.ts'
import {Photographer} from './photographer.ts'
import {takeVisitorPages} from './visitor-pages.ts'

const ROOT = join(import.meta.dirname, '..', '..')
const FOLDER = join(ROOT, '.local', 'shots')

const WIDTHS = {
  phone: {width: 375, height: 812},
  desktop: {width: 1440, height: 900},
}

const executablePath = await installChromium(ROOT)
const stop = await startStacks({workers: 1})
// The stack of the only worker.
process.env.TEST_PARALLEL_INDEX = '0'
try {
  rmSync(FOLDER, {recursive: true, force: true})
  mkdirSync(FOLDER, {recursive: true})
  const browser = await chromium.launch({executablePath, args: CHROMIUM_FLAGS})
  await takeAll(browser)
  await browser.close()
  console.log(`\n${FOLDER}`)
} finally {
  await stop()
}

async function takeAll(browser: Browser): Promise<void> {
  for (const [name, viewport] of Object.entries(WIDTHS)) {
    const context = await browser.newContext({viewport, reducedMotion: 'reduce', locale: 'en-US'})
    const photographer = new Photographer(await context.newPage(), FOLDER, name)
    await takeVisitorPages(photographer)
    await takeClientJourney(photographer)
    await context.close()
  }
}
