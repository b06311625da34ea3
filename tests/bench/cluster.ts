import {join} from 'node:path'
import {setTimeout as delay} from 'node:timers/promises'
import {RedisServer, WITHOUT_REDIS} from '@local/document-server/testing/redis-server'
import {findFreePorts} from '@local/supervisor'
import {machineEnv} from '#tests/support/cluster.ts'
import {makeCertificates, Nginx, WITHOUT_NGINX} from '#tests/support/programs/nginx.ts'
import {type AnnouncedPolicy, readPage, withAnnouncedPolicy} from './announced-policy.ts'
import {BENCH_FOLDER, type Bench, type Beside, startBeside} from './bench.ts'
import {canMeasureRates, ratesInTurns} from './pages/rates.ts'
import {MEASURED, NO_NGINX, readPairs, serveTwins} from './pages/twins.ts'
import type {Line} from './report.ts'
import {median} from './statistics.ts'

/** What a line says where several machines cannot be measured; nothing where they can. */
export const WITHOUT_MACHINES =
  WITHOUT_REDIS || WITHOUT_NGINX ? 'needs redis-server, nginx and openssl' : undefined

/** Two machines that share a Redis, behind the nginx that the site comes with. */
export type Machines = {
  sites: readonly [Beside, Beside]
  nginx: Nginx
  /** Ends all of them. */
  stop(): Promise<void>
}

/** Starts them, with TLS to readers and to Redis, as they are deployed. */
export async function startMachines(bench: Bench): Promise<Machines> {
  const endings: (() => unknown)[] = []
  const stop = async () => {
    for (const end of endings.splice(0).reverse()) await end()
  }
  try {
    const {authority, service} = await makeCertificates(join(BENCH_FOLDER, 'certificates'))
    const redis = await RedisServer.start({authority, ...service('redis')})
    endings.push(() => redis.remove())
    const httpsPort = await findFreePorts(1)
    const env = machineEnv({httpsPort, redisUrl: redis.url, authority})
    const start = async (name: string) => {
      const site = await startBeside(bench, name, {mode: 'start', env})
      endings.push(site.stop)
      return site
    }
    const sites = [await start('machine-a'), await start('machine-b')] as const
    const nginx = await Nginx.start([hostOf(sites[0]), hostOf(sites[1])], {httpsPort})
    endings.push(() => nginx.remove())
    return {sites, nginx, stop}
  } catch (error) {
    await stop()
    throw error
  }
}

const hostOf = (site: Beside) => new URL(site.url).host

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
        told.push(answered - start + first.firstByteMs)
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
        rendered.push((await readPage(plain + policy.path)).firstByteMs)
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

/**
 * How many readers a second get a page from a machine that shares a Redis, beside one that is alone; and from the nginx
 * that the site comes with, beside one that has nothing but the finished page as a file. Both of these speak TLS.
 */
export async function sharedRates(bench: Bench): Promise<Line[]> {
  const what = 'rates of two machines at 32 connections'
  if (WITHOUT_MACHINES) return [{what, missing: WITHOUT_MACHINES}]
  if (!canMeasureRates()) return [{what, missing: 'needs wrk'}]
  const {service} = await makeCertificates(join(BENCH_FOLDER, 'static', 'certificates'))
  const files = await serveTwins(bench, await readPairs(bench), service('site'))
  if (files === undefined) return [{what, missing: NO_NGINX}]
  const machines = await startMachines(bench)
  const alone = await startBeside(bench, 'alone', {mode: 'start'})
  try {
    const median = await ratesInTurns({
      shared: machines.sites[0].url + MEASURED,
      alone: alone.url + MEASURED,
      before: `https://localhost:${machines.nginx.httpsPort}${MEASURED}`,
      files: `${files.url}/finished${MEASURED}`,
    })
    const [shared, own, before, file] = [median('shared'), median('alone'), median('before'), median('files')]
    return [
      {what: 'a machine that shares a Redis', value: shared, unit: '/s'},
      {what: 'a machine alone', value: own, unit: '/s'},
      {what: 'a machine that shares against one alone', value: shared / own, unit: '×'},
      {what: 'the nginx that the site comes with, before two machines, TLS', value: before, unit: '/s'},
      {what: 'nginx with the finished page as a file, TLS', value: file, unit: '/s'},
      {what: 'before two machines against the file', value: before / file, unit: '×', atLeast: 0.6},
    ]
  } finally {
    await Promise.all([machines.stop(), alone.stop()])
    files.stop()
  }
}
