import {randomUUID} from 'node:crypto'
import {linkSync, readFileSync, renameSync, rmSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {z} from 'zod'

const Owner = z.object({pid: z.number().int().positive(), startedAt: z.string(), token: z.string()})
type Owner = z.infer<typeof Owner>

/**
 * Makes this process the only owner of a data directory. A lock whose process is gone, for instance after `kill -9`, is
 * taken over.
 *
 * @returns A function that releases the directory.
 * @throws Error naming the process that owns the directory.
 */
export function lockDirectory(directory: string): () => void {
  const path = join(directory, 'lake.lock')
  const own: Owner = {pid: process.pid, startedAt: startOf(process.pid), token: randomUUID()}
  for (;;) {
    if (acquire(path, own)) break
    const owner = readOwner(path)
    if (owner && startOf(owner.pid) === owner.startedAt) {
      throw new Error(
        `${directory} is in use by process ${owner.pid}. Stop that lake first, or choose another --data.`,
      )
    }
    removeStale(path, owner)
  }
  return () => {
    if (readOwner(path)?.token === own.token) rmSync(path, {force: true})
  }
}

function acquire(path: string, own: Owner): boolean {
  // A hard link makes the lock appear whole or not at all, so that no reader sees half of one.
  const complete = `${path}.${own.token}`
  writeFileSync(complete, JSON.stringify(own))
  try {
    linkSync(complete, path)
    return true
  } catch (error) {
    if (isCode(error, 'EEXIST')) return false
    throw error
  } finally {
    rmSync(complete, {force: true})
  }
}

/** Removes a stale lock, and puts it back when another process has taken it in the meantime. */
function removeStale(path: string, stale: Owner | null): void {
  const aside = `${path}.${randomUUID()}`
  try {
    renameSync(path, aside)
    if (readOwner(aside)?.token !== stale?.token) linkSync(aside, path)
  } catch (error) {
    if (!isCode(error, 'ENOENT') && !isCode(error, 'EEXIST')) throw error
  } finally {
    rmSync(aside, {force: true})
  }
}

function readOwner(path: string): Owner | null {
  try {
    return Owner.parse(JSON.parse(readFileSync(path, 'utf8')))
  } catch {
    return null
  }
}

/**
 * Tells a process from a later one with the same number: on Linux by the clock tick at which it started (field 22 of
 * proc(5) stat). Empty when there is no such process.
 */
function startOf(pid: number): string {
  try {
    process.kill(pid, 0)
  } catch (error) {
    if (!isCode(error, 'EPERM')) return ''
  }
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    // A zombie, whose parent has not called wait(2) yet, still has its number and owns nothing.
    return fields[0] === 'Z' ? '' : (fields[19] ?? 'running')
  } catch {
    return 'running'
  }
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}
