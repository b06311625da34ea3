import {open} from 'node:fs/promises'
import {decodeRecord} from './record.ts'

const CHUNK = 1 << 20

export type ScannedRecord = {offset: number; size: number; value: Buffer}

/** Where the good records of a file end. `trailing` counts the bytes after them that are no record. */
export type ScanEnd = {end: number; trailing: number}

/**
 * Reads a file of records from its start and hands out each good one in order; `value` is only good during the call.
 * Stops at the first place that is not a record.
 */
export async function scanRecords(path: string, onRecord: (record: ScannedRecord) => void): Promise<ScanEnd> {
  const file = await open(path, 'r')
  try {
    const {size} = await file.stat()
    let pending = Buffer.alloc(0)
    let pendingAt = 0
    let readTo = 0
    for (;;) {
      const decoded = decodeRecord(pending, 0)
      if (decoded.kind === 'record') {
        let at = 0
        for (let next = decodeRecord(pending, at); next.kind === 'record'; next = decodeRecord(pending, at)) {
          onRecord({offset: pendingAt + at, size: next.size, value: next.value})
          at += next.size
        }
        pending = pending.subarray(at)
        pendingAt += at
      } else if (decoded.kind === 'damaged' || readTo >= size) {
        return {end: pendingAt, trailing: size - pendingAt}
      } else {
        const chunk = Buffer.alloc(Math.min(Math.max(CHUNK, pending.length), size - readTo))
        const {bytesRead} = await file.read(chunk, 0, chunk.length, readTo)
        if (bytesRead === 0) return {end: pendingAt, trailing: readTo - pendingAt}
        readTo += bytesRead
        pending = Buffer.concat([pending, chunk.subarray(0, bytesRead)])
      }
    }
  } finally {
    await file.close()
  }
}
