import {randomUUID} from 'node:crypto'
import {mkdir, open, rename, rm} from 'node:fs/promises'
import {dirname} from 'node:path'
import {syncDirectory} from './sync-directory.ts'

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
