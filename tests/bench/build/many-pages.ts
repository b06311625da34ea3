import {rmSync} from 'node:fs'
import {join} from 'node:path'
import {exchange} from '#tests/support/http.ts'
import type {TestLake} from '#tests/support/lake.ts'
import {policyId} from '#tests/support/policies.ts'
import {announcePolicy} from '../announced-policy.ts'
import {type Bench, type Beside, startBeside} from '../bench.ts'
import type {Line} from '../report.ts'
import {interleaved} from '../statistics.ts'
import {memoryOf, runNextBuild, slugOfCopy, startPolicyLake} from './next-build.ts'

const FOLDER = '.next-bench-large'
const FEW = 10
const ROUNDS = 15
const READERS = 32

type Site = {lake: TestLake; server: Beside; pages: number}

/**
 * A site of very many policies: what its build takes, what its server holds when every page was read, and whether a
 * publish takes longer than on a site of few. Takes many minutes.
 */
export async function manyPages(bench: Bench): Promise<Line[]> {
  const {pages} = bench
  const [many, few] = [await startPolicyLake(pages), await startPolicyLake(FEW)]
  const envOf = (lake: TestLake) => ({
    ...bench.stack.env,
    SANITY_API_HOST: lake.url,
    SANITY_READ_TOKEN: lake.token('viewer'),
  })
  const servers: Beside[] = []
  const start = async (name: string, mode: 'start' | 'plain', lake: TestLake, build?: string) => {
    const server = await startBeside(bench, name, {mode, env: envOf(lake), ...(build ? {build} : {})})
    servers.push(server)
    return server
  }
  try {
    const built = await runNextBuild(bench, {folder: FOLDER, env: envOf(many)})
    const ours = await start('many', 'start', many, FOLDER)
    const plain = await start('many-plain', 'plain', many, FOLDER)
    const small = await start('few', 'start', few)
    return [
      {what: `build of ${pages} policies`, value: built.time, unit: 'ms'},
      {what: `build of ${pages} policies, memory`, value: built.memory, unit: 'MB'},
      ...(await firstRequests(ours, plain, pages)),
      ...(await publishes(
        {lake: many, server: ours, pages},
        {lake: few, server: small, pages: FEW},
        bench.stack.env.SANITY_WEBHOOK_SECRET ?? '',
      )),
      ...(await memories(ours, plain, pages)),
    ]
  } finally {
    await Promise.all(servers.map((server) => server.stop()))
    rmSync(join(bench.places.root, FOLDER), {recursive: true, force: true})
    await Promise.all([many.close(), few.close()])
  }
}

/** Pages that nobody has asked these servers for yet. */
async function firstRequests(ours: Beside, plain: Beside, pages: number): Promise<Line[]> {
  const first = (server: Beside) => async (round: number) => {
    const slug = slugOfCopy(Math.floor((round * pages) / ROUNDS))
    const {status, firstByteMs} = await exchange(`${server.url}/${slug}`, {
      headers: {'accept-encoding': 'br'},
    })
    if (status !== 200) throw new Error(`/${slug} answered ${status}.`)
    return firstByteMs
  }
  const time = await interleaved(ROUNDS, {ours: first(ours), plain: first(plain)})
  return [
    {what: 'first request for a page, our server', value: time('ours'), unit: 'ms'},
    {what: 'first request for a page, plain Next', value: time('plain'), unit: 'ms'},
  ]
}

async function publishes(many: Site, few: Site, secret: string): Promise<Line[]> {
  const publish = (site: Site) => async (round: number) => {
    const {lake, server} = site
    const slug = slugOfCopy(round % site.pages)
    const title = `Published ${round}`
    await lake.client.patch(policyId(slug)).set({title}).commit()
    const start = performance.now()
    await announcePolicy(server.url, slug, secret)
    const {body} = await exchange(`${server.url}/${slug}`)
    if (!body.includes(title)) throw new Error(`/${slug} is stale.`)
    return performance.now() - start
  }
  const time = await interleaved(ROUNDS, {many: publish(many), few: publish(few)})
  return [
    {what: `webhook to fresh page, ${many.pages} policies`, value: time('many'), unit: 'ms'},
    {what: `webhook to fresh page, ${few.pages} policies`, value: time('few'), unit: 'ms'},
    {what: 'webhook to fresh page, growth', value: time('many') / time('few'), unit: '×', atMost: 1.5},
  ]
}

/** What each server held at most while all pages were read. */
async function memories(ours: Beside, plain: Beside, pages: number): Promise<Line[]> {
  for (const server of [ours, plain]) {
    let next = 0
    const reader = async () => {
      while (next < pages) {
        const {status} = await exchange(`${server.url}/${slugOfCopy(next++)}`, {
          headers: {'accept-encoding': 'gzip, deflate, br'},
        })
        if (status !== 200) throw new Error(`A page answered ${status}.`)
      }
    }
    await Promise.all(Array.from({length: READERS}, reader))
  }
  const [own, next] = [memoryOf(ours.pid).most, memoryOf(plain.pid).most]
  return [
    {what: 'memory of our server, at most', value: own, unit: 'MB'},
    {what: 'memory of plain Next, at most', value: next, unit: 'MB'},
    {what: 'memory of our server against plain Next', value: own / next, unit: '×', atMost: 1.3},
  ]
}
