import {rmSync} from 'node:fs'
import {join} from 'node:path'
import type {Line} from '../report/report.ts'
import {median} from '../report/stats.ts'
import type {Bench} from '../support/bench-stack.ts'
import {CountingProxy} from '../support/counting-proxy.ts'
import {startPolicyLake} from './policy-lake.ts'
import {runNextBuild} from './run-next.ts'

const SIZES = [1, 250, 1_000]
const ROUNDS = 2
const FOLDER = '.next-bench-build'

type Figures = {size: number; times: number[]; requests: number; most: number}

/**
 * What each page more costs a build: time, and questions to the lake. The sources are compiled once, since that takes
 * as long for one page as for thousands, and then all pages are made, with more and with fewer of them in turns.
 */
export async function generate(bench: Bench): Promise<Line[]> {
  // A site of very many pages takes its time, and is measured by itself.
  if (bench.pages !== undefined) return []
  const sets = await Promise.all(
    SIZES.map(async (size) => {
      const lake = await startPolicyLake(size)
      return {lake, proxy: await CountingProxy.start(lake.url), size}
    }),
  )
  const figures = SIZES.map((size): Figures => ({size, times: [], requests: 0, most: 0}))
  const turns = sets.map(({lake, proxy}, index) => async () => {
    const env = {
      ...bench.stack.env,
      SANITY_API_HOST: proxy.url,
      SANITY_READ_TOKEN: lake.token('viewer'),
    }
    proxy.reset()
    const {time} = await runNextBuild(bench, {
      flags: ['--experimental-build-mode', 'generate'],
      folder: FOLDER,
      env,
    })
    const own = figures[index]
    own?.times.push(time)
    if (own) Object.assign(own, {requests: proxy.count, most: Math.max(own.most, proxy.most)})
  })
  try {
    rmSync(join(bench.places.root, FOLDER), {recursive: true, force: true})
    const flags = ['--experimental-build-mode', 'compile']
    const compiled = await runNextBuild(bench, {flags, folder: FOLDER, env: bench.stack.env})
    for (let round = 0; round < ROUNDS; round++)
      for (const turn of round % 2 === 0 ? turns : turns.toReversed()) await turn()
    return [{what: 'compiling, whatever the pages', value: compiled.time, unit: 'ms'}, ...linesOf(figures)]
  } finally {
    rmSync(join(bench.places.root, FOLDER), {recursive: true, force: true})
    await Promise.all(sets.map(async ({lake, proxy}) => [await proxy.close(), await lake.close()]))
  }
}

function linesOf(figures: readonly Figures[]): Line[] {
  const first = figures[0]
  const last = figures.at(-1)
  if (!first || !last) return []
  const more = last.size - first.size
  const most = Math.max(...figures.map((figure) => figure.most))
  return [
    ...figures.map(
      ({size, times}): Line => ({what: `making all pages, ${size} more`, value: median(times), unit: 'ms'}),
    ),
    {
      what: 'a page beyond the first',
      value: (median(last.times) - median(first.times)) / more,
      unit: 'ms',
      atMost: 12,
    },
    {
      what: 'lake requests a page beyond the first',
      value: (last.requests - first.requests) / more,
      unit: '×',
      atMost: 2,
    },
    {what: 'lake requests under way at once, at most', value: most, unit: 'count', atMost: 20},
  ]
}
