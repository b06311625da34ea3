import {mkdtemp, readFile, rm} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {DATASET, HookReceiver, PROJECT_ID} from '@local/content-lake/testing'
import {createClient, type SanityClient} from '@sanity/client'
import {afterAll, beforeAll, expect, test, vi} from 'vitest'
import {z} from 'zod'
import {LakeProcess} from '#tests/support/lake.ts'

const KILLS = 20
const DOCUMENTS = ['a', 'b', 'c', 'd']
const Access = z.object({users: z.array(z.object({role: z.string(), token: z.string()}))})
const Payload = z.object({id: z.string(), count: z.number()})

let dataDir: string
let receiver: HookReceiver
let lake: LakeProcess

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'webhook-kill-'))
  receiver = await HookReceiver.start()
  lake = await LakeProcess.start(dataDir)
})

afterAll(async () => {
  await lake.kill()
  await receiver.stop()
  await rm(dataDir, {recursive: true})
})

async function administrator(): Promise<SanityClient> {
  const {users} = Access.parse(JSON.parse(await readFile(join(dataDir, 'access.json'), 'utf8')))
  return createClient({
    projectId: PROJECT_ID,
    dataset: DATASET,
    apiVersion: '2021-10-04',
    apiHost: lake.url,
    useProjectHostname: false,
    useCdn: false,
    maxRetries: 0,
    token: users.find(({role}) => role === 'administrator')?.token ?? '',
  })
}

/** Counts a document up until the lake is gone; gives the last count that was acknowledged. */
async function countUp(client: SanityClient, _id: string, from: number): Promise<number> {
  for (let count = from + 1; ; count += 1) {
    try {
      await client.createOrReplace({_id, _type: 'counter', count})
    } catch {
      return count - 1
    }
  }
}

function delivered(id: string): number[] {
  const payloads = receiver.payloads.map((payload) => Payload.parse(payload))
  return payloads.filter((payload) => payload.id === id).map(({count}) => count)
}

test('every acknowledged change is told, in order, however often the lake is killed', async () => {
  await (await administrator()).request({
    url: `/hooks/projects/${PROJECT_ID}`,
    method: 'POST',
    body: {
      name: 'Counters',
      url: receiver.url,
      rule: {on: ['create', 'update'], filter: '_type == "counter"', projection: '{"id": _id, count}'},
    },
  })
  let counts = DOCUMENTS.map(() => 0)
  for (let kill = 0; kill < KILLS; kill += 1) {
    const client = await administrator()
    const before = receiver.received.length
    const counting = DOCUMENTS.map((id, index) => countUp(client, id, counts[index] ?? 0))
    // Somewhere in the midst of commits and deliveries, a little later each time.
    await vi.waitUntil(() => receiver.received.length > before + kill, {interval: 1, timeout: 30_000})
    await lake.kill()
    counts = await Promise.all(counting)
    lake = await LakeProcess.start(dataDir)
  }
  for (const [index, id] of DOCUMENTS.entries()) {
    const acknowledged = counts[index] ?? 0
    await vi.waitUntil(() => delivered(id).includes(acknowledged), {timeout: 60_000})
    const told = delivered(id)
    for (let count = 1; count <= acknowledged; count += 1) expect(told).toContain(count)
    // A repetition of the last one is allowed; going back further is not.
    expect(told.filter((count, at) => count < Math.max(0, ...told.slice(0, at)))).toEqual([])
  }
})
