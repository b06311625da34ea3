import {createClient, RESP_TYPES, type RedisClientOptions} from '@redis/client'
import {scripts} from './scripts.ts'

/** Two connections to the Redis that machines share: one to ask, one to be told. Both come back by themselves. */
export function connectShared(options: RedisClientOptions, keyPrefix: string) {
  const asking = createClient({...options, scripts})
  const listening = createClient(options)
  return {
    keyPrefix,
    asking,
    /** The same connection, for replies that are no text. */
    askingForBytes: asking.withTypeMapping({[RESP_TYPES.BLOB_STRING]: Buffer}),
    listening,
  }
}

export type SharedConnection = ReturnType<typeof connectShared>
