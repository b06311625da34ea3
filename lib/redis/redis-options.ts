import type {RedisClientOptions} from '@redis/client'

/** Milliseconds. Silence of a Redis for `silence` counts as its end; a living one is heard of at each `ping`. */
const TIMES = {connect: 2_000, silence: 1_500, ping: 500, firstRetry: 50, lastRetry: 500}

/**
 * How every connection to a Redis is held: nothing waits for one that is away, and it is looked for again and again.
 *
 * @param url as `REDIS_URL`
 */
export function redisOptions(url: string) {
  return {
    url,
    // What is asked while there is no connection is refused at once: each caller knows what to do without.
    disableOfflineQueue: true,
    pingInterval: TIMES.ping,
    maintNotifications: 'disabled',
    socket: {
      connectTimeout: TIMES.connect,
      socketTimeout: TIMES.silence,
      reconnectStrategy: (tries: number) => Math.min(TIMES.firstRetry * 2 ** tries, TIMES.lastRetry),
    },
  } satisfies RedisClientOptions
}
