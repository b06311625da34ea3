import {setImmediate} from 'node:timers/promises'
import {z} from 'zod'
import type {LakeDocument} from '../contracts.ts'
import {writeDurably} from '../files.ts'
import type {IndexEntry} from '../history/transaction-index.ts'
import {parseDocument} from './logged-transaction.ts'
import {encodeRecord} from './record.ts'
import {scanRecords} from './scan-records.ts'

const SLICE = 500

/** The state of a dataset after the first `logSize` bytes of its log. */
export type Snapshot = {logSize: number; documents: LakeDocument[]; entries: IndexEntry[]}

const Head = z.object({logSize: z.number(), documents: z.number(), entries: z.number()})

const Entry = z.object({
  id: z.string(),
  timestamp: z.string(),
  offset: z.number(),
  size: z.number(),
  documentIds: z.array(z.string()),
  eventIds: z.array(z.string()),
})

/** Writes a snapshot beside the log. It only saves time at the next start: the log alone is the truth. */
export async function writeSnapshot(path: string, {logSize, documents, entries}: Snapshot): Promise<void> {
  const parts = [encodeRecord({logSize, documents: documents.length, entries: entries.length})]
  for (const values of [documents, entries]) {
    for (let start = 0; start < values.length; start += SLICE) {
      parts.push(...values.slice(start, start + SLICE).map(encodeRecord))
      // Encoding a large dataset takes a while, and requests are answered on this thread.
      await setImmediate()
    }
  }
  await writeDurably(path, Buffer.concat(parts))
}

/** @throws Error when the snapshot is missing, damaged or cut short. */
export async function readSnapshot(path: string): Promise<Snapshot> {
  const values: unknown[] = []
  const {trailing} = await scanRecords(path, ({value}) => values.push(JSON.parse(value.toString())))
  const head = Head.parse(values[0])
  if (trailing > 0 || values.length !== 1 + head.documents + head.entries)
    throw new Error(`${path} is damaged`)
  return {
    logSize: head.logSize,
    documents: values.slice(1, 1 + head.documents).map(parseDocument),
    entries: values.slice(1 + head.documents).map((value) => Entry.parse(value)),
  }
}
