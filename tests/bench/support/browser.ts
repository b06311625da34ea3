import {type Browser, chromium} from 'playwright/test'
import {CHROMIUM_FLAGS, findChromium} from '#scripts/chromium.ts'

/** Does something with a browser that has seen nothing yet. `flags` are Chromium's own, beside the usual ones. */
export async function withBrowser<Result>(
  work: (browser: Browser) => Promise<Result>,
  flags: readonly string[] = [],
): Promise<Result> {
  const browser = await chromium.launch({executablePath: findChromium(), args: [...CHROMIUM_FLAGS, ...flags]})
  try {
    return await work(browser)
  } finally {
    await browser.close()
  }
}
