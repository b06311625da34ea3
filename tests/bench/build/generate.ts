import {rmSync} from 'node:fs'
import {join} from 'node:path'
import type {TestLake} from '#tests/support/lake.ts'
import type {Line} from '../report/report.ts'
import {median} from '../report/stats.ts'
import type {Bench} from '../support/bench-stack.ts'
import {CountingProxy} from '../support/counting-proxy.ts'
import {startPolicyLake} from './policy-lake.ts'
import {runNextBuild} from './run-next.ts'

const SIZES = [1, 250, 1_000]
const ROUNDS = 2
const FOLDER = '.next-bench-build'

/** Content of one size, and what building it took. */
type Content = {
  size: number
  lake: TestLake
  proxy: CountingProxy
  times: number[]
  /** Of the last build. */
  requests: number
  /** Of all builds, at once. */
  most: number
}

/**
 * What each page more costs a build: time, and questions to the lake. The sources are compiled once, since that takes
 * as long for one page as for thousands, and then all pages are made, with more and with fewer of them in turns.
 */
export async function generate(bench: Bench): Promise<Line[]> {
  // A site of very many pages takes its time, and is measured by itself.
  if (bench.pages !== undefined) return []
  const contents = await Promise.all(SIZES.map(startContent))
  try {
    rmSync(join(bench.places.root, FOLDER), {recursive: true, force: true})
    const flags = ['--experimental-build-mode', 'compile']
    const compiled = await runNextBuild(bench, {flags, folder: FOLDER, env: bench.stack.env})
    for (let round = 0; round < ROUNDS; round++)
      for (const content of round % 2 === 0 ? contents : contents.toReversed())
        await makePages(bench, content)
    return [{what: 'compiling, whatever the pages', value: compiled.time, unit: 'ms'}, ...linesOf(contents)]
  } finally {
    rmSync(join(bench.places.root, FOLDER), {recursive: true, force: true})
    await Promise.all(contents.map(({proxy, lake}) => proxy.close().then(() => lake.close())))
  }
}

async function startContent(size: number): Promise<Content> {
  const lake = await startPolicyLake(size)
  return {size, lake, proxy: await CountingProxy.start(lake.url), times: [], requests: 0, most: 0}
}

async function makePages(bench: Bench, content: Content): Promise<void> {
  const {proxy, lake} = content
  proxy.reset()
  const {time} = await runNextBuild(bench, {
    flags: ['--experimental-build-mode', 'generate'],
    folder: FOLDER,
    env: {...bench.stack.env, SANITY_API_HOST: proxy.url, SANITY_READ_TOKEN: lake.token('viewer')},
  })
  content.times.push(time)
  content.requests = proxy.count
  content.most = Math.max(content.most, proxy.most)
}

function linesOf(contents: readonly Content[]): Line[] {
  const [first, last] = [contents[0], contents.at(-1)]
  if (!first || !last) return []
  const more = last.size - first.size
  const most = Math.max(...contents.map((content) => content.most))
  const time = (median(last.times) - median(first.times)) / more
  const requests = (last.requests - first.requests) / more
  return [
    ...contents.map(
      ({size, times}): Line => ({
        what: `making all pages, ${size} of them more`,
        value: median(times),
        unit: 'ms',
      }),
    ),
    {what: 'a page beyond the first', value: time, unit: 'ms', atMost: 12},
    {what: 'lake requests a page beyond the first', value: requests, unit: '×', atMost: 2},
    {what: 'lake requests under way at once, at most', value: most, unit: 'count', atMost: 20},
  ]
}
