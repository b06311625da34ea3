import type {Line} from '../report/report.ts'
import {type AnnouncedPolicy, withAnnouncedPolicy} from '../support/announced-policy.ts'
import type {Bench} from '../support/bench-stack.ts'
import {CountingProxy} from '../support/counting-proxy.ts'
import {exchange} from '../support/exchange.ts'
import {startBeside} from '../support/start-beside.ts'

const ROUNDS = 10
const READERS = 32

/** How often the lake is asked when a page has expired and many readers come for it at once. */
export async function lakeQueries(bench: Bench): Promise<Line[]> {
  const lake = await CountingProxy.start(bench.stack.addresses.lake.url)
  const site = await startBeside(bench, 'counted', {mode: 'start', env: {SANITY_API_HOST: lake.url}})
  try {
    const most = await withAnnouncedPolicy('bench-asked', (policy) => countMost(policy, site.url, lake))
    const what = `lake queries for ${READERS} readers of an expired page, at most`
    return [{what, value: most, unit: 'count', atMost: 1}]
  } finally {
    await site.stop()
    await lake.close()
  }
}

async function countMost(policy: AnnouncedPolicy, site: string, lake: CountingProxy): Promise<number> {
  await exchange(site + policy.path)
  const counts: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    await policy.publish(`Words of round ${round}.`)
    await policy.announce(site)
    lake.reset()
    await Promise.all(Array.from({length: READERS}, () => exchange(site + policy.path)))
    counts.push(lake.count)
  }
  return Math.max(...counts)
}
