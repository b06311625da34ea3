import {open, rename} from 'node:fs/promises'
import {dirname} from 'node:path'

/** Writes a whole file so that after a fall it is either all there or not there at all. */
export async function durableWrite(path: string, content: Buffer): Promise<void> {
  const draft = `${path}.part`
  const file = await open(draft, 'w', 0o600)
  try {
    await file.writeFile(content)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(draft, path)
  const folder = await open(dirname(path), 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}
