import {readFileSync} from 'node:fs'
import {join} from 'node:path'
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
 * @param url as `REDIS_URL`
 * @param folder of the build
 */
export async function joinSharedCache(url: string, folder: string): Promise<SharedCache> {
  const connection = connectShared(url)
  const state = new SharedState({connection, generation})
  const build = readFileSync(join(folder, 'BUILD_ID'), 'utf8').trim()
  joined = {state, entries: new SharedEntries({connection, state, generation, build})}
  await state.start()
  return joined
}
