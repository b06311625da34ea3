import {rmSync} from 'node:fs'
import {join} from 'node:path'
import type {TestLake} from '#tests/support/lake.ts'
import {type Bench, placeBareApp} from '../bench.ts'
import {CountingProxy} from '../counting-proxy.ts'
import type {Line} from '../report.ts'
import {median} from '../statistics.ts'
import {runNextBuild, startPolicyLake} from './next-build.ts'

const SIZES = [1, 250, 1_000]
const ROUNDS = 2
const FOLDER = '.next-bench-build'

/** Content of one size. */
type Content = {size: number; lake: TestLake; proxy: CountingProxy}

/** An application that makes pages of all contents, and the milliseconds that each took it, by its size. */
type Builder = {
  project: string
  env: Record<string, string>
  times: Map<number, number[]>
  /** Of the last build of each size. */
  requests: Map<number, number>
  /** Of all builds, at once. */
  most: number
}

/**
 * What each page more costs a build: time, and questions to the lake. The sources are compiled once, since that takes
 * as long for one page as for thousands, and then all pages are made, with more and with fewer of them in turns. Beside
 * the site an application makes the same pages that has nothing but their words.
 */
export async function generate(bench: Bench): Promise<Line[]> {
  const {root} = bench.places
  const bareApp = placeBareApp(bench, join(import.meta.dirname, 'bare'), 'bare-pages')
  const site = builder(root, bench.stack.env)
  const bare = builder(bareApp.folder, {...bench.stack.env, ...bareApp.env})
  const contents = await Promise.all(SIZES.map(startContent))
  try {
    const compiled = await compile(bench, site)
    await compile(bench, bare)
    for (let round = 0; round < ROUNDS; round++)
      for (const content of round % 2 === 0 ? contents : contents.toReversed())
        for (const one of round % 2 === 0 ? [site, bare] : [bare, site]) await makePages(bench, one, content)
    return [{what: 'compiling, whatever the pages', value: compiled, unit: 'ms'}, ...linesOf(site, bare)]
  } finally {
    for (const {project} of [site, bare]) rmSync(join(project, FOLDER), {recursive: true, force: true})
    await Promise.all(contents.map(({proxy, lake}) => proxy.close().then(() => lake.close())))
  }
}

const builder = (project: string, env: Record<string, string>): Builder => ({
  project,
  env,
  times: new Map(),
  requests: new Map(),
  most: 0,
})

async function startContent(size: number): Promise<Content> {
  const lake = await startPolicyLake(size)
  return {size, lake, proxy: await CountingProxy.start(lake.url)}
}

/** Gives the milliseconds that it takes. */
async function compile(bench: Bench, {project, env}: Builder): Promise<number> {
  rmSync(join(project, FOLDER), {recursive: true, force: true})
  const flags = ['--experimental-build-mode', 'compile']
  return (await runNextBuild(bench, {flags, folder: FOLDER, project, env})).time
}

async function makePages(bench: Bench, one: Builder, {size, proxy, lake}: Content): Promise<void> {
  proxy.reset()
  const {time} = await runNextBuild(bench, {
    flags: ['--experimental-build-mode', 'generate'],
    folder: FOLDER,
    project: one.project,
    env: {...one.env, SANITY_API_HOST: proxy.url, SANITY_READ_TOKEN: lake.token('viewer')},
  })
  one.times.set(size, [...(one.times.get(size) ?? []), time])
  one.requests.set(size, proxy.count)
  one.most = Math.max(one.most, proxy.most)
}

function linesOf(site: Builder, bare: Builder): Line[] {
  const [own, least] = [pageOf(site), pageOf(bare)]
  return [
    ...[...site.times].map(
      ([size, times]): Line => ({
        what: `making all pages, ${size} of them more`,
        value: median(times),
        unit: 'ms',
      }),
    ),
    {what: 'a page beyond the first', value: own.time, unit: 'ms', atMost: 12},
    {what: 'a page of nothing but the same words', value: least.time, unit: 'ms'},
    {
      what: 'a page against one of nothing but its words',
      value: own.time / least.time,
      unit: '×',
    },
    {what: 'lake requests a page beyond the first', value: own.requests, unit: '×', atMost: 2},
    {what: 'lake requests under way at once, at most', value: site.most, unit: 'count', atMost: 20},
  ]
}

/** Milliseconds and lake requests of each page beyond the first. */
function pageOf({times, requests}: Builder): {time: number; requests: number} {
  const sizes = [...times.keys()].sort((a, b) => a - b)
  const [first = 0, last = 0] = [sizes[0], sizes.at(-1)]
  const more = last - first
  const timeOf = (size: number) => median(times.get(size) ?? [])
  const requestsOf = (size: number) => requests.get(size) ?? 0
  return {
    time: (timeOf(last) - timeOf(first)) / more,
    requests: (requestsOf(last) - requestsOf(first)) / more,
  }
}
