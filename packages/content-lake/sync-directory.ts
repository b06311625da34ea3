import {open} from 'node:fs/promises'

/** Puts on disk which names a directory lists: a new, renamed or removed name is itself durable only then. */
export async function syncDirectory(path: string): Promise<void> {
  const handle = await open(path, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
