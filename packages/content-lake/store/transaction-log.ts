import {existsSync} from 'node:fs'
import {setImmediate} from 'node:timers/promises'
import {z} from 'zod'
import type {LakeContext, LakeDocument, Transaction} from '../contracts.ts'
import {writeDurably} from '../files.ts'
import {AppendFile} from './append-file.ts'
import {
  type IndexEntry,
  indexEntry,
  LoggedTransaction,
  parseDocument,
  replay,
  TransactionIndex,
  toLogged,
} from './logged-transaction.ts'
import {decodeRecord, encodeRecord, repairTail, type ScanEnd, scanRecords} from './records.ts'

/** Bytes of log after which the next start would take noticeably long without a new snapshot. */
const SNAPSHOT_EVERY_BYTES = 16 << 20
/** The same on a clean end, when no request has to wait for the snapshot. */
const SNAPSHOT_AT_CLOSE_BYTES = 256 << 10
/** How many records of a snapshot are encoded before requests get a turn. */
const RECORDS_PER_SLICE = 500

/** The state of a dataset after the first `logSize` bytes of its log. */
type Snapshot = {logSize: number; documents: LakeDocument[]; entries: IndexEntry[]}

const EMPTY_SNAPSHOT: Snapshot = {logSize: 0, documents: [], entries: []}

type Paths = {logPath: string; snapshotPath: string}

/** A dataset's transactions on disk, in commit order and with random access. */
export class TransactionLog {
  readonly index: TransactionIndex
  readonly #file: AppendFile
  readonly #paths: Paths
  readonly #log: LakeContext['log']
  #snapshotSize: number
  #snapshotting: Promise<void> | null = null

  constructor(paths: Paths, index: TransactionIndex, snapshotSize: number, log: LakeContext['log']) {
    this.#file = new AppendFile(paths.logPath)
    this.#paths = paths
    this.#log = log
    this.#snapshotSize = snapshotSize
    this.index = index
  }

  /**
   * Resolves when the transaction is on disk, in the order of the calls. `publish` is called right then, so that a
   * reader never finds the index ahead of the documents, or behind them.
   */
  async append(transaction: Transaction, publish: () => void): Promise<void> {
    const logged = toLogged(transaction)
    const record = encodeRecord(logged)
    const offset = await this.#file.append(record)
    this.index.add(indexEntry(logged, offset, record.length))
    publish()
  }

  /** The transaction with that number in commit order. */
  async read(number: number): Promise<LoggedTransaction> {
    const entry = this.index.entries()[number]
    if (!entry) throw new RangeError(`there is no transaction ${number}`)
    const decoded = decodeRecord(await this.#file.read(entry.offset, entry.size))
    if (decoded.kind !== 'record')
      throw new Error(`${this.#paths.logPath} is damaged at byte ${entry.offset}`)
    return LoggedTransaction.parse(JSON.parse(decoded.value.toString()))
  }

  get failure(): unknown {
    return this.#file.failure
  }

  /** Writes a snapshot in the background when enough has happened since the last one. */
  snapshotIfDue(documents: ReadonlyMap<string, LakeDocument>): void {
    if (this.#snapshotting || this.#bytesSinceSnapshot() < SNAPSHOT_EVERY_BYTES) return
    this.#snapshotting = this.#snapshot(documents).finally(() => {
      this.#snapshotting = null
    })
  }

  async close(documents: ReadonlyMap<string, LakeDocument>): Promise<void> {
    await this.#snapshotting
    if (!this.failure && this.#bytesSinceSnapshot() >= SNAPSHOT_AT_CLOSE_BYTES)
      await this.#snapshot(documents)
    await this.#file.close()
  }

  #bytesSinceSnapshot(): number {
    return this.#durableSize() - this.#snapshotSize
  }

  #durableSize(): number {
    const last = this.index.entries().at(-1)
    return last ? last.offset + last.size : 0
  }

  async #snapshot(documents: ReadonlyMap<string, LakeDocument>): Promise<void> {
    const logSize = this.#durableSize()
    try {
      await writeSnapshot(this.#paths.snapshotPath, {
        logSize,
        documents: [...documents.values()],
        entries: [...this.index.entries()],
      })
      this.#snapshotSize = logSize
    } catch (error) {
      this.#log('warn', 'no snapshot could be written', {error: String(error)})
    }
  }
}

export type LoadedDataset = {
  documents: Map<string, LakeDocument>
  index: TransactionIndex
  /** Bytes of the log that the snapshot on disk covers. */
  snapshotSize: number
}

/**
 * Rebuilds a dataset from its snapshot and the log that follows it. The checksum of every record is verified, also of
 * those that the snapshot covers.
 *
 * @throws DamagedLogError when the log is damaged anywhere but in an unfinished last record, which is cut off.
 */
export async function loadDataset(
  logPath: string,
  snapshotPath: string,
  log: LakeContext['log'],
): Promise<LoadedDataset> {
  if (!existsSync(logPath)) return {documents: new Map(), index: new TransactionIndex(), snapshotSize: 0}
  let replayed = await replayLog(logPath, await snapshotOrEmpty(snapshotPath, log))
  if (!replayed.continuous) {
    log('warn', 'the snapshot does not belong to this log and is ignored', {snapshot: snapshotPath})
    replayed = await replayLog(logPath, EMPTY_SNAPSHOT)
  }
  const cut = await repairTail(logPath, replayed.end)
  if (cut > 0) log('warn', 'an unfinished last record was cut off the log', {log: logPath, bytes: cut})
  return replayed.loaded
}

/** `continuous` tells whether the snapshot ends where a record of the log does. */
async function replayLog(
  path: string,
  snapshot: Snapshot,
): Promise<{loaded: LoadedDataset; end: ScanEnd; continuous: boolean}> {
  const documents = new Map(snapshot.documents.map((document) => [document._id, document]))
  const index = new TransactionIndex()
  for (const entry of snapshot.entries) index.add(entry)
  let continuous = snapshot.logSize === 0
  const end = await scanRecords(path, ({offset, size, value}) => {
    continuous ||= offset + size === snapshot.logSize
    if (!continuous || offset < snapshot.logSize) return
    const transaction = LoggedTransaction.parse(JSON.parse(value.toString()))
    for (const change of transaction.changes) {
      const after = replay(documents.get(change.id) ?? null, change, transaction.id)
      if (after) documents.set(change.id, after)
      else documents.delete(change.id)
    }
    index.add(indexEntry(transaction, offset, size))
  })
  return {loaded: {documents, index, snapshotSize: snapshot.logSize}, end, continuous}
}

async function snapshotOrEmpty(path: string, log: LakeContext['log']): Promise<Snapshot> {
  if (!existsSync(path)) return EMPTY_SNAPSHOT
  try {
    return await readSnapshot(path)
  } catch (error) {
    log('warn', 'the snapshot cannot be read; the whole log is replayed instead', {
      snapshot: path,
      error: String(error),
    })
    return EMPTY_SNAPSHOT
  }
}

const SnapshotHead = z.object({logSize: z.number(), documents: z.number(), entries: z.number()})

const SnapshotEntry = z.object({
  id: z.string(),
  timestamp: z.string(),
  offset: z.number(),
  size: z.number(),
  documentIds: z.array(z.string()),
  eventIds: z.array(z.string()),
})

/** Writes a snapshot beside the log. It only saves time at the next start: the log alone has all of the data. */
async function writeSnapshot(path: string, {logSize, documents, entries}: Snapshot): Promise<void> {
  const parts = [encodeRecord({logSize, documents: documents.length, entries: entries.length})]
  for (const values of [documents, entries]) {
    for (let start = 0; start < values.length; start += RECORDS_PER_SLICE) {
      parts.push(...values.slice(start, start + RECORDS_PER_SLICE).map(encodeRecord))
      // Encoding a large dataset takes a while, and requests are answered on this thread.
      await setImmediate()
    }
  }
  await writeDurably(path, Buffer.concat(parts))
}

/** @throws Error when the snapshot is missing, damaged or cut short. */
async function readSnapshot(path: string): Promise<Snapshot> {
  const values: unknown[] = []
  const {trailing} = await scanRecords(path, ({value}) => values.push(JSON.parse(value.toString())))
  const head = SnapshotHead.parse(values[0])
  if (trailing > 0 || values.length !== 1 + head.documents + head.entries)
    throw new Error(`${path} is damaged`)
  return {
    logSize: head.logSize,
    documents: values.slice(1, 1 + head.documents).map(parseDocument),
    entries: values.slice(1 + head.documents).map((value) => SnapshotEntry.parse(value)),
  }
}
