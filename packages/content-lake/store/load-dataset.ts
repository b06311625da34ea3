import {existsSync} from 'node:fs'
import type {LakeContext, LakeDocument} from '../contracts.ts'
import {TransactionIndex} from '../history/transaction-index.ts'
import {indexEntry} from './index-entry.ts'
import {LoggedTransaction, replay} from './logged-transaction.ts'
import {repairTail} from './repair-tail.ts'
import {type ScanEnd, scanRecords} from './scan-records.ts'
import {readSnapshot, type Snapshot} from './snapshot.ts'

export type LoadedDataset = {
  documents: Map<string, LakeDocument>
  index: TransactionIndex
  /** Bytes of the log that the snapshot on disk covers. */
  snapshotSize: number
}

const EMPTY: Snapshot = {logSize: 0, documents: [], entries: []}

/**
 * Rebuilds a dataset from its snapshot and the log that follows it. The checksum of every record is looked at, also of
 * those that the snapshot covers.
 *
 * @throws DamagedLogError when the log is harmed anywhere but in an unfinished last record, which is cut off.
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
    replayed = await replayLog(logPath, EMPTY)
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
  if (!existsSync(path)) return EMPTY
  try {
    return await readSnapshot(path)
  } catch (error) {
    log('warn', 'the snapshot cannot be read; the whole log is replayed instead', {
      snapshot: path,
      error: String(error),
    })
    return EMPTY
  }
}
