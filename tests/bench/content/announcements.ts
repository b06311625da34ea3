import type {Line} from '../report/report.ts'
import {median} from '../report/stats.ts'
import {type AnnouncedPolicy, withAnnouncedPolicy} from '../support/announced-policy.ts'
import type {Bench} from '../support/bench-stack.ts'
import {readPage} from '../support/read-page.ts'
import {startBeside} from '../support/start-beside.ts'

const ROUNDS = 30
const READERS = 32

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
  for (let round = 0; round < ROUNDS; round++) {
    const words = `Words of round ${round}.`
    await policy.publish(words)
    const turns = [
      async () => {
        const start = performance.now()
        await policy.announce(ours)
        const announced = performance.now() - start
        const first = await readPage(ours + policy.path)
        fresh.push(announced + first.firstByte)
        const others = await Promise.all(Array.from({length: READERS}, () => readPage(ours + policy.path)))
        stale += [first, ...others].filter(({text}) => !text.includes(words)).length
      },
      async () => {
        const start = performance.now()
        await policy.announce(plain)
        told.push(performance.now() - start)
        rendered.push((await readPage(plain + policy.path)).firstByte)
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
    {what: `stale bodies among ${ROUNDS * (READERS + 1)} read after`, value: stale, unit: 'count', atMost: 0},
  ]
}
