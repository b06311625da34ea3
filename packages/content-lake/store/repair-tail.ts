import {open, readFile} from 'node:fs/promises'
import {decodeRecord} from './record.ts'
import type {ScanEnd} from './scan-records.ts'

const NEWLINE = 0x0a

/** The log holds a damaged record with good ones after it: no crash leaves that, so a person has to decide. */
export class DamagedLogError extends Error {}

/**
 * Cuts off what a crash in the middle of a write left at the end of a log. Such a record was never acknowledged.
 *
 * @returns Number of bytes cut off; 0 when the log was whole.
 * @throws DamagedLogError when good records follow the damage, which means that acknowledged data was harmed.
 */
export async function repairTail(path: string, {end, trailing}: ScanEnd): Promise<number> {
  if (trailing === 0) return 0
  const rest = (await readFile(path)).subarray(end)
  for (let line = rest.indexOf(NEWLINE); line >= 0; line = rest.indexOf(NEWLINE, line + 1)) {
    if (decodeRecord(rest, line + 1).kind === 'record') {
      throw new DamagedLogError(
        `${path} is damaged at byte ${end}, with intact records after it. Nothing was changed. ` +
          'Restore the file from a backup, or move it away to start without its documents.',
      )
    }
  }
  const file = await open(path, 'r+')
  try {
    await file.truncate(end)
    await file.sync()
  } finally {
    await file.close()
  }
  return trailing
}
