import {chromium} from 'playwright/test'
import {CHROMIUM_FLAGS} from '#scripts/browser/chromium-flags.ts'
import {findChromium} from '#scripts/browser/find-chromium.ts'
import {contentClient} from '#tests/support/content.ts'
import {policyDocument, policyId, removePolicy} from '#tests/support/policies.ts'
import {services} from '#tests/support/services.ts'
import {Studio} from '#tests/support/studio.ts'
import type {Finding} from '../report/report.ts'
import {median, timed} from '../report/stats.ts'

const SLUG = 'bench-published'
const ROUNDS = 5
const PATIENCE = 30_000

/** From the click on Publish in the Studio to the new words on the page. */
export async function publishing(): Promise<Finding[]> {
  const page = `${services().site.url}/${SLUG}`
  await removePolicy(SLUG)
  await contentClient().create(policyDocument(SLUG, {title: 'Published', text: 'Words.'}))
  const browser = await chromium.launch({executablePath: findChromium(), args: CHROMIUM_FLAGS})
  try {
    const studio = await Studio.signIn(browser)
    await studio.open('policy', policyId(SLUG))
    const times: number[] = []
    for (let round = 0; round < ROUNDS; round++) {
      const words = ` ${round}.`
      await studio.append('title', words)
      times.push(
        await timed(async () => {
          await studio.publish()
          await shown(page, `Published${Array.from({length: round + 1}, (_, n) => ` ${n}.`).join('')}`)
        }),
      )
    }
    return [{what: 'Publish clicked to fresh page', value: median(times), unit: 'ms'}]
  } finally {
    await browser.close()
    await removePolicy(SLUG)
  }
}

async function shown(url: string, words: string): Promise<void> {
  const end = Date.now() + PATIENCE
  while (Date.now() < end) {
    const answer = await fetch(url)
    if ((await answer.text()).includes(words)) return
  }
  throw new Error(`${url} did not show "${words}" in time.`)
}
