import type {LakeContext, LakeDocument, Transaction} from '../contracts.ts'
import type {TransactionIndex} from '../history/transaction-index.ts'
import {AppendFile} from './append-file.ts'
import {indexEntry} from './index-entry.ts'
import {LoggedTransaction, toLogged} from './logged-transaction.ts'
import {decodeRecord, encodeRecord} from './record.ts'
import {writeSnapshot} from './snapshot.ts'

/** Bytes of log after which the next start would take noticeably long without a new snapshot. */
const SNAPSHOT_EVERY = 16 << 20
/** On a clean end a snapshot is worth its while much earlier. */
const SNAPSHOT_AT_CLOSE = 256 << 10

type Paths = {logPath: string; snapshotPath: string}

/** The durable sequence of a dataset's transactions, with random access. */
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
   * Resolves when the transaction is on disk, in the order of the calls. `publish` is called right then, so that the index
   * and the documents that it updates are never seen apart.
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
    if (this.#snapshotting || this.#tail() < SNAPSHOT_EVERY) return
    this.#snapshotting = this.#snapshot(documents).finally(() => {
      this.#snapshotting = null
    })
  }

  async close(documents: ReadonlyMap<string, LakeDocument>): Promise<void> {
    await this.#snapshotting
    if (!this.failure && this.#tail() >= SNAPSHOT_AT_CLOSE) await this.#snapshot(documents)
    await this.#file.close()
  }

  #tail(): number {
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
