import {createClient, RESP_TYPES} from '@redis/client'
import {redisOptions} from '#lib/redis/redis-options.ts'
import {scripts} from './scripts.ts'

/** Two connections to the Redis that machines share: one to ask, one to be told. Both come back by themselves. */
export function connectShared(url: string) {
  const asking = createClient({...redisOptions(url), scripts})
  const listening = createClient(redisOptions(url))
  return {
    asking,
    /** The same connection, for replies that are no text. */
    askingForBytes: asking.withTypeMapping({[RESP_TYPES.BLOB_STRING]: Buffer}),
    listening,
  }
}

export type SharedConnection = ReturnType<typeof connectShared>
