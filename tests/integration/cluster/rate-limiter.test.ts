import {RedisServer, WITHOUT_REDIS} from '@local/document-server/testing/redis-server'
import {createClient} from '@redis/client'
import {afterAll, beforeAll, describe, expect, onTestFinished, test} from 'vitest'
import {rateLimiter, redisOptions} from '#lib/redis.ts'

describe.skipIf(WITHOUT_REDIS)('rates of machines that share a Redis', () => {
  let redis: RedisServer
  beforeAll(async () => {
    redis = await RedisServer.start()
  })
  afterAll(() => redis?.remove())

  async function machine() {
    const client = createClient(redisOptions(redis.url))
    client.on('error', () => {})
    await client.connect()
    onTestFinished(() => client.destroy())
    return rateLimiter({keyPrefix: 'test', points: 3, duration: 60}, () => client)
  }

  test('count together, and forget the key when its time is over', async () => {
    const [one, other] = [await machine(), await machine()]
    const refused = []
    for (const limiter of [one, other, one, other, one]) refused.push(await limiter.refuse('192.0.2.1'))
    expect(refused.map((wait) => wait !== undefined)).toEqual([false, false, false, true, true])
    const [key = ''] = await redis.ask((client) => client.keys('*192.0.2.1'))
    const seconds = await redis.ask((client) => client.ttl(key))
    expect(seconds).toBeGreaterThan(0)
    expect(seconds).toBeLessThanOrEqual(60)
  })

  test('count for each machine alone while Redis is away', async () => {
    const one = await machine()
    await redis.kill()
    const refused = []
    for (let count = 0; count < 4; count++) refused.push(await one.refuse('192.0.2.2'))
    expect(refused.map((wait) => wait !== undefined)).toEqual([false, false, false, true])
    await redis.restart()
  })
})
