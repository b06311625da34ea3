import {randomUUID} from 'node:crypto'
import {existsSync, readdirSync, renameSync} from 'node:fs'
import {mkdir, open, rename, rm} from 'node:fs/promises'
import {dirname, join} from 'node:path'

/** Directories with this prefix are being removed. It cannot begin the name of a dataset. */
const REMOVED_PREFIX = '.deleted-'

/**
 * Writes a file so that after a crash at any moment it holds either its former content or all of the new: the bytes are
 * on disk under another name before they take the place of the old ones.
 *
 * @param mode - Permission bits of the file; secrets need 0o600.
 */
export async function writeDurably(path: string, content: Buffer | string, mode = 0o644): Promise<void> {
  const directory = dirname(path)
  await mkdir(directory, {recursive: true})
  const temporary = `${path}.${randomUUID()}.tmp`
  try {
    const file = await open(temporary, 'wx', mode)
    try {
      await file.writeFile(content)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(temporary, path)
  } catch (error) {
    await rm(temporary, {force: true})
    throw error
  }
  await syncDirectory(directory)
}

/**
 * Removes a directory with all that is in it. It is renamed first: its name is free at once, and after a crash the
 * directory is either whole or gone.
 */
export async function removeDirectory(path: string): Promise<void> {
  if (!existsSync(path)) return
  const renamed = join(dirname(path), `${REMOVED_PREFIX}${randomUUID()}`)
  renameSync(path, renamed)
  await syncDirectory(dirname(path))
  await rm(renamed, {recursive: true, force: true})
}

/** Finishes the removals in a directory that a crash has interrupted. */
export async function finishRemovals(parent: string): Promise<void> {
  if (!existsSync(parent)) return
  const unfinished = readdirSync(parent).filter((name) => name.startsWith(REMOVED_PREFIX))
  for (const name of unfinished) await rm(join(parent, name), {recursive: true, force: true})
}

/** Whether an error of the file system says that there is no such file. */
export function isMissingFile(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT'
}

/** Makes a new, renamed or removed name durable: the file's own `fsync` does not cover its directory entry (fsync(2)). */
async function syncDirectory(path: string): Promise<void> {
  const handle = await open(path, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
