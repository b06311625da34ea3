import {randomUUID} from 'node:crypto'
import {existsSync, readdirSync, renameSync} from 'node:fs'
import {rm} from 'node:fs/promises'
import {dirname, join} from 'node:path'
import {syncDirectory} from './sync-directory.ts'

/** No dataset can have such a name. */
const DISCARDED = /^\.deleted-/

/**
 * Removes a directory with all that is in it. Its name is free at once, so that what is made under it anew is not removed
 * as well; and a crash leaves either all of it or nothing that anybody sees.
 */
export async function removeDirectory(path: string): Promise<void> {
  if (!existsSync(path)) return
  const discarded = join(dirname(path), `.deleted-${randomUUID()}`)
  renameSync(path, discarded)
  await syncDirectory(dirname(path))
  await rm(discarded, {recursive: true, force: true})
}

/** Finishes the removals that a crash has interrupted in a directory. */
export async function finishRemovals(parent: string): Promise<void> {
  if (!existsSync(parent)) return
  const discarded = readdirSync(parent).filter((name) => DISCARDED.test(name))
  for (const name of discarded) await rm(join(parent, name), {recursive: true, force: true})
}
