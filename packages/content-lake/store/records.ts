import {open, readFile} from 'node:fs/promises'
import {crc32} from 'node:zlib'

/*
 * Files of records: one JSON value a line, behind its byte length and its CRC-32. A line can be checked without trusting
 * anything before it, and stays readable with `less`.
 */

/** Longest head of a record: two numbers and two spaces. */
const MAX_HEAD_BYTES = 24
const NEWLINE = 0x0a
const HEAD = /^(\d{1,10}) ([0-9a-f]{8}) /
const CHUNK_BYTES = 1 << 20

export function encodeRecord(value: unknown): Buffer {
  const json = Buffer.from(JSON.stringify(value))
  const checksum = crc32(json).toString(16).padStart(8, '0')
  return Buffer.concat([Buffer.from(`${json.length} ${checksum} `), json, Buffer.from('\n')])
}

/** What is found at one place of a file of records. */
type Decoded = {kind: 'record'; value: Buffer; size: number} | {kind: 'incomplete'} | {kind: 'damaged'}

/** Reads the record that starts at `offset`. `incomplete` means that the bytes end before the record does. */
export function decodeRecord(bytes: Buffer, offset = 0): Decoded {
  const head = bytes.toString('latin1', offset, Math.min(offset + MAX_HEAD_BYTES, bytes.length))
  const match = HEAD.exec(head)
  if (!match)
    return head.length < MAX_HEAD_BYTES && !head.includes('\n') ? {kind: 'incomplete'} : {kind: 'damaged'}
  const [prefix, length, checksum] = match
  const start = offset + prefix.length
  const end = start + Number(length)
  if (end >= bytes.length) return {kind: 'incomplete'}
  const value = bytes.subarray(start, end)
  if (bytes[end] !== NEWLINE || crc32(value) !== Number.parseInt(checksum ?? '', 16)) return {kind: 'damaged'}
  return {kind: 'record', value, size: end + 1 - offset}
}

type ScannedRecord = {offset: number; size: number; value: Buffer}

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
        const chunk = Buffer.alloc(Math.min(Math.max(CHUNK_BYTES, pending.length), size - readTo))
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

/** A log holds a damaged record with good ones after it. No crash leaves that, so a person has to decide. */
class DamagedLogError extends Error {}

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
