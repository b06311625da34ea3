import {readdir, rm} from 'node:fs/promises'
import {join} from 'node:path'

const LOG_FILE = /^(?:access|application)-(\d{4}-\d{2}-\d{2})\.jsonl$/
const DAY_MS = 24 * 60 * 60 * 1000

/**
 * Deletes log files, which are of one day each, once their day is more than `days` days ago. Everything else in the
 * folder stays.
 *
 * @returns the names of deleted files, oldest first
 */
export async function pruneLogs(folder: string, days: number, now: Date): Promise<string[]> {
  const oldest = new Date(now.getTime() - days * DAY_MS).toISOString().slice(0, 10)
  const names = (await readdir(folder)).filter((name) => {
    const day = LOG_FILE.exec(name)?.[1]
    return day !== undefined && day < oldest
  })
  names.sort((one, other) => one.localeCompare(other))
  for (const name of names) await rm(join(folder, name))
  return names
}
