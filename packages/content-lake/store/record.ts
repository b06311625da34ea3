import {crc32} from 'node:zlib'

/** Longest head of a record: two numbers and two spaces. */
const MAX_HEAD = 24

const NEWLINE = 0x0a
const HEAD = /^(\d{1,10}) ([0-9a-f]{8}) /

/** What is found at one place of a file of records. */
export type Decoded = {kind: 'record'; value: Buffer; size: number} | {kind: 'incomplete'} | {kind: 'damaged'}

/**
 * One line of a log or snapshot: the byte length of the JSON text, its CRC-32, the text. The line can be checked without
 * trusting anything before it, and stays readable with `less`.
 */
export function encodeRecord(value: unknown): Buffer {
  const json = Buffer.from(JSON.stringify(value))
  const checksum = crc32(json).toString(16).padStart(8, '0')
  return Buffer.concat([Buffer.from(`${json.length} ${checksum} `), json, Buffer.from('\n')])
}

/** Reads the record that starts at `offset`. `incomplete` means that the bytes end before the record does. */
export function decodeRecord(bytes: Buffer, offset = 0): Decoded {
  const head = bytes.toString('latin1', offset, Math.min(offset + MAX_HEAD, bytes.length))
  const match = HEAD.exec(head)
  if (!match) return head.length < MAX_HEAD && !head.includes('\n') ? {kind: 'incomplete'} : {kind: 'damaged'}
  const [prefix, length, checksum] = match
  const start = offset + prefix.length
  const end = start + Number(length)
  if (end >= bytes.length) return {kind: 'incomplete'}
  const value = bytes.subarray(start, end)
  if (bytes[end] !== NEWLINE || crc32(value) !== Number.parseInt(checksum ?? '', 16)) return {kind: 'damaged'}
  return {kind: 'record', value, size: end + 1 - offset}
}
