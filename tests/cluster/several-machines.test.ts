import {afterAll, beforeAll, beforeEach, describe, expect, test} from 'vitest'
import {type Cluster, type Machine, startCluster, WITHOUT_CLUSTER} from '#tests/support/cluster.ts'
import {policyDocument, removePolicy} from '#tests/support/policies.ts'
import {contentClient} from '#tests/support/services.ts'

const SLUG = 'several-machines'
const PATH = `/${SLUG}`
const PUBLISHES = 500
const TRIES = 50

describe.skipIf(WITHOUT_CLUSTER)('a publish on one machine', () => {
  let cluster: Cluster
  let one: Machine
  let other: Machine
  let count = 0

  beforeAll(async () => {
    cluster = await startCluster()
    ;[one, other] = cluster.sites
  })
  afterAll(() => cluster?.remove())
  beforeEach(async () => {
    for (const machine of [one, other]) machine.lake.release()
  })

  /** Writes new words, and tells a machine of them unless they should go unheard. Gives their number. */
  async function publish(machine?: Machine): Promise<number> {
    count++
    await contentClient().createOrReplace(policyDocument(SLUG, {title: 'Machines', text: `words ${count}.`}))
    const change = {_id: `policy-${SLUG}`, _type: 'policy', slug: SLUG, slugBefore: count === 1 ? null : SLUG}
    if (machine) await cluster.announce(machine, change)
    return count
  }

  /** The number of the words that a machine shows. */
  async function shown({site}: Machine): Promise<number> {
    const response = await fetch(site.url + PATH)
    const text = await response.text()
    expect(response.status, text.slice(0, 200)).toBe(200)
    return Number(/words (\d+)\./.exec(text)?.[1])
  }

  /** Asks a machine again and again, until something happened while it was asked. */
  async function askUntil(happened: Promise<void>, machine: Machine): Promise<void> {
    let isOver = false
    void happened.then(() => {
      isOver = true
    })
    while (!isOver) await shown(machine)
  }

  test('is seen there at once, on the other within a second, and never again otherwise', async () => {
    await removePolicy(SLUG)
    await publish(one)
    await expect.poll(() => shown(other)).toBe(count)
    const delays: number[] = []
    const readings: {machine: string; asked: number; words: number}[] = []
    const published: {at: number; words: number}[] = []
    let isOver = false
    const readers = [one, other, one, other].map(async (machine) => {
      while (!isOver) {
        const asked = performance.now()
        readings.push({machine: machine === one ? 'one' : 'other', asked, words: await shown(machine)})
      }
    })
    for (let publishes = 0; publishes < PUBLISHES; publishes++) {
      const [from, to] = publishes % 2 === 0 ? [one, other] : [other, one]
      const words = await publish(from)
      const at = performance.now()
      published.push({at, words})
      expect(await shown(from)).toBe(words)
      while ((await shown(to)) !== words) expect(performance.now() - at).toBeLessThan(1_000)
      delays.push(performance.now() - at)
    }
    isOver = true
    await Promise.all(readers)
    for (const {machine, asked, words} of readings) {
      const due = published.findLast(({at}) => at + 1_000 < asked)?.words ?? 0
      expect(words, `${machine} at ${asked}`).toBeGreaterThanOrEqual(due)
    }
    delays.sort((a, b) => a - b)
    console.log(
      `${PUBLISHES} publishes, ${readings.length} readings; fresh on the other machine after ` +
        `${delays[PUBLISHES / 2]?.toFixed(0)} ms (median), ${delays.at(-1)?.toFixed(0)} ms (longest)`,
    )
  })

  test('that falls into a running render of the other does not leave the old words behind', async () => {
    for (let tries = 0; tries < TRIES; tries++) {
      await publish(one)
      const held = other.lake.hold()
      const early = askUntil(held, other)
      await held
      const words = await publish(one)
      other.lake.release()
      await early
      await expect.poll(() => shown(other), {timeout: 1_000, interval: 10}).toBe(words)
      for (let reads = 0; reads < 5; reads++)
        expect([await shown(one), await shown(other)]).toEqual([words, words])
    }
  })

  test('is found when Redis was away: nobody stops serving, and all is well when it is back', async () => {
    await publish(one)
    await expect.poll(() => shown(other)).toBe(count)
    await cluster.redis.kill()
    const words = await publish(one)
    expect(await shown(one)).toBe(words)
    expect(await shown(other)).toBeGreaterThan(0)
    await expect.poll(() => redisOf(other), {timeout: 10_000}).toEqual({status: 'degraded', redis: 'down'})
    await cluster.redis.restart()
    const back = performance.now()
    await expect.poll(() => shown(other), {timeout: 5_000, interval: 20}).toBe(words)
    console.log(`fresh ${(performance.now() - back).toFixed(0)} ms after Redis was back`)
    await expect.poll(() => redisOf(other), {timeout: 10_000}).toEqual({status: 'ready', redis: 'up'})
    const later = await publish(other)
    await expect.poll(() => shown(one), {timeout: 1_000, interval: 10}).toBe(later)
  })

  test('while Redis hangs, no reader waits for long', async () => {
    cluster.redis.hang()
    try {
      for (const machine of [one, other]) {
        const asked = performance.now()
        const response = await fetch(`${machine.site.url}/terms`)
        await response.text()
        expect(response.status).toBe(200)
        expect(performance.now() - asked).toBeLessThan(4_000)
      }
    } finally {
      cluster.redis.wake()
    }
    await expect.poll(() => redisOf(one), {timeout: 15_000}).toEqual({status: 'ready', redis: 'up'})
  })

  test('is one of many requests that count together for one address', async () => {
    const statuses: number[] = []
    for (let asked = 0; asked < 130; asked++) {
      const {site} = asked % 2 === 0 ? one : other
      const headers = {'x-forwarded-for': '192.0.2.77'}
      const response = await fetch(`${site.url}/api/nothing`, {method: 'POST', headers})
      await response.text()
      statuses.push(response.status)
    }
    expect(statuses.slice(0, 120)).not.toContain(429)
    expect(new Set(statuses.slice(120))).toEqual(new Set([429]))
  })
})

async function redisOf({site}: Machine): Promise<unknown> {
  const response = await fetch(`${site.url}/api/ready`)
  expect(response.status).toBe(200)
  const {status, services} = await response.json()
  return {status, redis: services.redis}
}
