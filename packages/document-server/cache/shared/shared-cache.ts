import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import type {RedisClientOptions} from '@redis/client'
import type {Logger} from '../../log/logger.ts'
import {generation} from '../generation.ts'
import {connectShared} from './connection.ts'
import {SharedEntries} from './shared-entries.ts'
import {SharedState} from './shared-state.ts'

export type SharedCache = {entries: SharedEntries; state: SharedState}

let joined: SharedCache | undefined

/** What this process shares with other machines; nothing on one machine alone, and during a build. */
export function sharedCache(): SharedCache | undefined {
  return joined
}

/**
 * Joins the machines that share a Redis. Resolves when it answers, or soon when it does not.
 *
 * @param build the build's folder
 * @param keyPrefix begins the name of every key, for a Redis that holds other things as well
 */
export async function joinSharedCache({
  redis,
  keyPrefix,
  build,
  logger,
}: {
  redis: RedisClientOptions
  keyPrefix: string
  build: string
  logger: Logger
}): Promise<SharedCache> {
  const connection = connectShared(redis, keyPrefix)
  const state = new SharedState({connection, generation, logger})
  const buildId = readFileSync(join(build, 'BUILD_ID'), 'utf8').trim()
  joined = {state, entries: new SharedEntries({connection, state, generation, build: buildId})}
  await state.start()
  return joined
}
