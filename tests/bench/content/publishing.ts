import {chromium, expect} from 'playwright/test'
import {CHROMIUM_FLAGS, findChromium} from '#scripts/chromium.ts'
import {policyDocument, policyId, removePolicy} from '#tests/support/policies.ts'
import {contentClient, services} from '#tests/support/services.ts'
import {Studio} from '#tests/support/studio.ts'
import type {Line} from '../report/report.ts'
import {median, timed} from '../report/stats.ts'
import {exchange} from '../support/exchange.ts'

const SLUG = 'bench-published'
const ROUNDS = 5
const PATIENCE = 30_000

/** From the click on Publish in the Studio to the new words on the page. */
export async function publishing(): Promise<Line[]> {
  const page = `${services().site.url}/${SLUG}`
  await removePolicy(SLUG)
  await contentClient().create(policyDocument(SLUG, {title: 'Published', text: 'Words.'}))
  const browser = await chromium.launch({executablePath: findChromium(), args: CHROMIUM_FLAGS})
  try {
    const studio = await Studio.signIn(browser)
    await studio.open('policy', policyId(SLUG))
    const times: number[] = []
    let title = 'Published'
    for (let round = 0; round < ROUNDS; round++) {
      // The form may be there before its words are, and whoever types then types before them.
      await expect(studio.text('title')).toHaveValue(title, {timeout: PATIENCE})
      title += ` ${round}.`
      await studio.append('title', ` ${round}.`)
      // Saving and checking the last keystroke takes as long as it takes, and is not what is measured.
      await expect.poll(() => draftTitle(), {timeout: PATIENCE}).toBe(title)
      await expect(studio.publishButton).toBeEnabled()
      times.push(
        await timed(async () => {
          await studio.publishButton.click()
          await expect.poll(() => read(page), {timeout: PATIENCE, intervals: [10]}).toContain(title)
        }),
      )
      await expect(studio.publishButton).toBeDisabled()
    }
    return [{what: 'Publish clicked in the Studio to fresh page', value: median(times), unit: 'ms'}]
  } finally {
    await browser.close()
    await removePolicy(SLUG)
  }
}

async function draftTitle(): Promise<string | undefined> {
  return contentClient().fetch('*[_id == $id][0].title', {id: `drafts.${policyId(SLUG)}`})
}

async function read(url: string): Promise<string> {
  const {body} = await exchange(url)
  return body.toString('utf8')
}
