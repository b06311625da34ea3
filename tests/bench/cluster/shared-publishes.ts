import {setTimeout as delay} from 'node:timers/promises'
import type {Line} from '../report/report.ts'
import {median} from '../report/stats.ts'
import {type AnnouncedPolicy, withAnnouncedPolicy} from '../support/announced-policy.ts'
import type {Bench} from '../support/bench-stack.ts'
import {readPage} from '../support/read-page.ts'
import {startBeside} from '../support/start-beside.ts'
import {startMachines, WITHOUT_MACHINES} from './machines.ts'

const ROUNDS = 30
const READERS = 32
/** How long a machine that was not told may go on with the old words. */
const ALLOWED_MS = 1_000

/**
 * How soon a page is fresh on the machine that is told of a change and on the other one, beside what Next's own server
 * takes to render the same expired page, and whether anybody gets the old words from either when they must be gone.
 */
export async function sharedPublishes(bench: Bench): Promise<Line[]> {
  if (WITHOUT_MACHINES) return [{what: 'publishes on two machines', missing: WITHOUT_MACHINES}]
  const machines = await startMachines(bench)
  const plain = await startBeside(bench, 'plain', {mode: 'plain'})
  try {
    const [a, b] = machines.sites
    return await withAnnouncedPolicy('bench-shared', (policy) => compare(policy, [a.url, b.url], plain.url))
  } finally {
    await Promise.all([machines.stop(), plain.stop()])
  }
}

async function compare(policy: AnnouncedPolicy, [a, b]: [string, string], plain: string): Promise<Line[]> {
  const [told, other, rendered]: [number[], number[], number[]] = [[], [], []]
  let stale = 0
  for (const site of [a, b, plain]) await readPage(site + policy.path)
  for (let round = 0; round < ROUNDS; round++) {
    const words = `Words of round ${round}.`
    const [one, another]: [string, string] = round % 2 === 0 ? [a, b] : [b, a]
    await policy.publish(words)
    const turns = [
      async () => {
        const start = performance.now()
        await policy.announce(one)
        const answered = performance.now()
        const first = await readPage(one + policy.path)
        told.push(answered - start + first.firstByte)
        if (!first.text.includes(words)) stale++
        const late = answered + ALLOWED_MS
        while (performance.now() < late)
          if ((await readPage(another + policy.path)).text.includes(words)) break
        other.push(performance.now() - answered)
        await delay(Math.max(0, late - performance.now()))
        stale += await countStale([one, another], policy.path, words)
      },
      async () => {
        await policy.announce(plain)
        rendered.push((await readPage(plain + policy.path)).firstByte)
      },
    ]
    for (const turn of round % 2 === 0 ? turns : turns.toReversed()) await turn()
  }
  const own = median(told)
  const next = median(rendered)
  return [
    {what: 'the machine that is told: webhook sent to first fresh byte', value: own, unit: 'ms'},
    {what: 'plain Next: render of the expired page', value: next, unit: 'ms'},
    {
      what: 'webhook to first fresh byte, against plain Next’s render',
      value: own / next,
      unit: '×',
      atMost: 2,
    },
    {what: 'the other machine: webhook answered to fresh page', value: median(other), unit: 'ms'},
    {what: 'the same, the longest', value: Math.max(...other), unit: 'ms', atMost: ALLOWED_MS},
    {
      what: `stale bodies among ${ROUNDS * (2 * READERS + 1)} that had to be fresh`,
      value: stale,
      unit: 'count',
      atMost: 0,
    },
  ]
}

/** How many of many readers of all these machines get other words. */
async function countStale(sites: readonly string[], path: string, words: string): Promise<number> {
  const asked = sites.flatMap((site) => Array.from({length: READERS}, () => readPage(site + path)))
  return (await Promise.all(asked)).filter(({text}) => !text.includes(words)).length
}
