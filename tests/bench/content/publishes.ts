import {expect} from 'playwright/test'
import {exchange} from '#tests/support/http.ts'
import {policyDocument, policyId, removePolicy} from '#tests/support/policies.ts'
import {contentClient, services} from '#tests/support/services.ts'
import {Studio} from '#tests/support/studio.ts'
import {type AnnouncedPolicy, readPage, withAnnouncedPolicy} from '../announced-policy.ts'
import {type Bench, startBeside, withBrowser} from '../bench.ts'
import {CountingProxy} from '../counting-proxy.ts'
import type {Line} from '../report.ts'
import {median, timed} from '../statistics.ts'

const ANNOUNCED_ROUNDS = 30
const COUNTED_ROUNDS = 10
const PUBLISHED_ROUNDS = 5
const READERS = 32

const PUBLISHED_SLUG = 'bench-published'
const STUDIO_LIMIT_MS = 30_000

/**
 * How soon a page is fresh once our server is told of a change, beside what Next's own server takes to render the same
 * expired page, and how many of the readers who come right after the answer still get the old words.
 */
export async function announcements(bench: Bench): Promise<Line[]> {
  const ours = await startBeside(bench, 'ours', {mode: 'start'})
  const plain = await startBeside(bench, 'plain', {mode: 'plain'})
  try {
    return await withAnnouncedPolicy('bench-announced', (policy) => compare(policy, ours.url, plain.url))
  } finally {
    await Promise.all([ours.stop(), plain.stop()])
  }
}

async function compare(policy: AnnouncedPolicy, ours: string, plain: string): Promise<Line[]> {
  const told: number[] = []
  const rendered: number[] = []
  const fresh: number[] = []
  let stale = 0
  for (const site of [ours, plain]) await readPage(site + policy.path)
  for (let round = 0; round < ANNOUNCED_ROUNDS; round++) {
    const words = `Words of round ${round}.`
    await policy.publish(words)
    const turns = [
      async () => {
        const start = performance.now()
        await policy.announce(ours)
        const announced = performance.now() - start
        const first = await readPage(ours + policy.path)
        fresh.push(announced + first.firstByteMs)
        const others = await Promise.all(Array.from({length: READERS}, () => readPage(ours + policy.path)))
        stale += [first, ...others].filter(({text}) => !text.includes(words)).length
      },
      async () => {
        const start = performance.now()
        await policy.announce(plain)
        told.push(performance.now() - start)
        rendered.push((await readPage(plain + policy.path)).firstByteMs)
      },
    ]
    for (const turn of round % 2 === 0 ? turns : turns.toReversed()) await turn()
  }
  const [own, next] = [median(fresh), median(rendered)]
  return [
    {what: 'our server: webhook sent to first fresh byte', value: own, unit: 'ms'},
    {what: 'plain Next: render of the expired page', value: next, unit: 'ms'},
    {what: 'plain Next: webhook and render', value: median(told) + next, unit: 'ms'},
    {
      what: 'webhook to first fresh byte, against plain Next’s render',
      value: own / next,
      unit: '×',
      atMost: 2,
    },
    {
      what: `stale bodies among ${ANNOUNCED_ROUNDS * (READERS + 1)} read after`,
      value: stale,
      unit: 'count',
      atMost: 0,
    },
  ]
}

/** How often the lake is asked when a page has expired and many readers come for it at once. */
export async function lakeQueries(bench: Bench): Promise<Line[]> {
  const lake = await CountingProxy.start(bench.stack.addresses.lake.url)
  const site = await startBeside(bench, 'counted', {mode: 'start', env: {SANITY_API_HOST: lake.url}})
  try {
    const [alone, together] = await withAnnouncedPolicy('bench-asked', (policy) =>
      countQueries(policy, site.url, lake),
    )
    const what = 'lake queries for an expired page'
    return [
      {what: `${what}, one reader, at most`, value: alone, unit: 'count'},
      {what: `${what}, ${READERS} readers at once, at most`, value: together, unit: 'count'},
      {what: `${what}, ${READERS} readers beyond one`, value: together - alone, unit: 'count', atMost: 0},
    ]
  } finally {
    await site.stop()
    await lake.close()
  }
}

/** The most queries of all rounds, for one reader and for many at once. */
async function countQueries(
  policy: AnnouncedPolicy,
  site: string,
  lake: CountingProxy,
): Promise<[alone: number, together: number]> {
  await exchange(site + policy.path)
  const counts = {alone: [] as number[], together: [] as number[]}
  for (let round = 0; round < COUNTED_ROUNDS; round++) {
    for (const [kind, readers] of [
      ['alone', 1],
      ['together', READERS],
    ] as const) {
      await policy.publish(`Words of round ${round}, ${kind}.`)
      await policy.announce(site)
      lake.reset()
      await Promise.all(Array.from({length: readers}, () => exchange(site + policy.path)))
      counts[kind].push(lake.count)
    }
  }
  return [Math.max(...counts.alone), Math.max(...counts.together)]
}

/** From the last click of a publish in the Studio to the new words on the page. */
export async function publishing(): Promise<Line[]> {
  const page = `${services().site.url}/${PUBLISHED_SLUG}`
  await removePolicy(PUBLISHED_SLUG)
  await contentClient().create(policyDocument(PUBLISHED_SLUG, {title: 'Published', text: 'Words.'}))
  try {
    return await withBrowser(async (browser) => {
      const studio = await Studio.signIn(browser)
      await studio.open('policy', policyId(PUBLISHED_SLUG))
      const times: number[] = []
      let title = 'Published'
      for (let round = 0; round < PUBLISHED_ROUNDS; round++) {
        // The form may be there before its words are: what is typed then stands before them.
        await expect(studio.text('title')).toHaveValue(title, {timeout: STUDIO_LIMIT_MS})
        title += ` ${round}.`
        await studio.append('title', ` ${round}.`)
        // How long the Studio takes to save and check the last keystroke is not what is measured.
        await expect.poll(() => draftTitle(), {timeout: STUDIO_LIMIT_MS}).toBe(title)
        await expect(studio.publishButton).toBeEnabled()
        await studio.publishButton.click()
        const asked = studio.page.getByTestId('publish-version')
        await expect(asked).toBeVisible()
        // From the second version on it is asked what changed. How long a person writes on that is not what is measured.
        const summary = studio.page.getByTestId('version-summary')
        if (await summary.isVisible()) await summary.fill('Another title.')
        times.push(
          await timed(async () => {
            await asked.click()
            await expect.poll(() => read(page), {timeout: STUDIO_LIMIT_MS, intervals: [10]}).toContain(title)
          }),
        )
        await expect(studio.publishButton).toBeDisabled()
      }
      return [{what: 'Publish clicked in the Studio to fresh page', value: median(times), unit: 'ms'}]
    })
  } finally {
    await removePolicy(PUBLISHED_SLUG)
  }
}

async function draftTitle(): Promise<string | undefined> {
  return contentClient().fetch('*[_id == $id][0].title', {id: `drafts.${policyId(PUBLISHED_SLUG)}`})
}

async function read(url: string): Promise<string> {
  const {body} = await exchange(url)
  return body.toString('utf8')
}
