import {RedisServer, WITHOUT_REDIS} from '@local/document-server/testing/redis-server'
import {findFreePorts} from '@local/supervisor'
import {createClient} from '@redis/client'
import {afterAll, beforeAll, describe, expect, onTestFinished, test} from 'vitest'
import {pingRedis, redisOptions} from '#lib/redis.ts'

/** A client that has just begun to connect. */
function connecting(url: string) {
  const client = createClient(redisOptions(url))
  client.on('error', () => {})
  client.connect().catch(() => {})
  onTestFinished(() => client.destroy())
  return client
}

const patience = () => AbortSignal.timeout(3_000)

describe.skipIf(WITHOUT_REDIS)('a Redis that is asked for the first time', () => {
  let redis: RedisServer
  beforeAll(async () => {
    redis = await RedisServer.start()
  })
  afterAll(() => redis?.remove())

  test('answers as soon as the connection is made', async () => {
    await expect(pingRedis(connecting(redis.url), patience())).resolves.toBeUndefined()
  })

  test('answers again when it was away', async () => {
    const client = connecting(redis.url)
    await pingRedis(client, patience())
    await redis.kill()
    await expect(pingRedis(client, patience())).rejects.toThrow()
    await redis.restart()
    await expect
      .poll(() =>
        pingRedis(client, patience()).then(
          () => 'up',
          () => 'down',
        ),
      )
      .toBe('up')
  })
})

test('a Redis that is not there is known to be away before patience ends', async () => {
  const client = connecting(`redis://127.0.0.1:${await findFreePorts(1)}`)
  await expect(pingRedis(client, patience())).rejects.toThrow('ECONNREFUSED')
})
