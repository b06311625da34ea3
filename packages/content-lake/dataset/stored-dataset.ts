import {randomBytes} from 'node:crypto'
import {join} from 'node:path'
import {Mutex} from '../concurrency.ts'
import type {
  CommitOptions,
  CommitResult,
  Dataset,
  LakeContext,
  LakeDocument,
  MutationInput,
  Transaction,
} from '../contracts.ts'
import {type ErrorScope, httpError, RefusedError} from '../errors.ts'
import {TransactionIndex} from '../store/logged-transaction.ts'
import {type LoadedDataset, loadDataset, TransactionLog} from '../store/transaction-log.ts'
import {eventsOf} from '../transaction/events.ts'
import {checkReferences, ReferenceIndex} from '../transaction/references.ts'
import {hasQuery, resolveTargets, type Select, type Step} from '../transaction/steps.ts'
import {Workspace} from '../transaction/workspace.ts'
import {transactionsAfter} from './past.ts'
import {DatasetSettings, type SettingsChange} from './settings.ts'

const TRANSACTION_ID = /^[A-Za-z0-9_-]{1,128}$/
const TRANSACTION_ID_CHARACTERS = 22

type Options = {projectId: string; name: string; directory: string; log: LakeContext['log']; select: Select}
type Planned = {result: CommitResult; durable: Promise<void>}

/** A dataset whose transactions are in a log on disk and whose documents are in memory. */
export class StoredDataset implements Dataset {
  readonly projectId: string
  readonly name: string
  readonly transactions: TransactionLog
  readonly settings: DatasetSettings
  readonly #gone = new AbortController()
  readonly #options: Options
  /** The documents as they are on disk, which readers see. */
  readonly #visible: Map<string, LakeDocument>
  /** The documents that the next transaction builds on: `#visible` and the transactions that are being written. */
  readonly #head: Map<string, LakeDocument>
  readonly #references: ReferenceIndex
  readonly #listeners = new Set<(transaction: Transaction) => void>()
  readonly #mutex = new Mutex()
  /** Ids of transactions that are being written. */
  readonly #underway = new Set<string>()
  #lastDurable: Promise<void> = Promise.resolve()
  #lastTime: number

  constructor(options: Options, loaded: LoadedDataset, settings: DatasetSettings) {
    this.#options = options
    this.settings = settings
    this.projectId = options.projectId
    this.name = options.name
    this.#visible = loaded.documents
    this.#head = new Map(loaded.documents)
    this.#references = new ReferenceIndex(loaded.documents.values())
    this.#lastTime = Date.parse(loaded.index.entries().at(-1)?.timestamp ?? '') || 0
    const {logPath, snapshotPath} = pathsOf(options.directory)
    this.transactions = new TransactionLog(
      {logPath, snapshotPath},
      loaded.index,
      loaded.snapshotSize,
      options.log,
    )
  }

  /** @throws DamagedLogError when the log of the dataset is damaged. */
  static async open(options: Options): Promise<StoredDataset> {
    const {logPath, snapshotPath, settingsPath} = pathsOf(options.directory)
    const settings = await DatasetSettings.open(settingsPath)
    return new StoredDataset(options, await loadDataset(logPath, snapshotPath, options.log), settings)
  }

  /** A dataset without documents, in a directory that exists. */
  static create(options: Options, settings: SettingsChange): StoredDataset {
    const empty = {documents: new Map(), index: new TransactionIndex(), snapshotSize: 0}
    return new StoredDataset(
      options,
      empty,
      new DatasetSettings(pathsOf(options.directory).settingsPath, settings),
    )
  }

  get isPrivate(): boolean {
    return this.settings.current.aclMode !== 'public'
  }

  get gone(): AbortSignal {
    return this.#gone.signal
  }

  documents(): ReadonlyMap<string, LakeDocument> {
    return this.#visible
  }

  subscribe(listener: (transaction: Transaction) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  transactionsAfter(transactionId: string | null): AsyncIterable<Transaction> {
    return transactionsAfter(this, transactionId)
  }

  async commit(mutations: MutationInput[], options: CommitOptions): Promise<CommitResult> {
    return this.#run(async () => {
      // A query reads the visible documents, which must have caught up with those that this transaction builds on.
      if (hasQuery(mutations)) await this.#lastDurable
      return resolveTargets(mutations, this.#options.select)
    }, options)
  }

  /**
   * Runs steps whose effect depends on the documents that they find, as one transaction.
   *
   * @param prepare - Makes the steps. No other transaction happens until they are done, so they may depend on history.
   * @throws ApiError with the index of the step that was refused.
   */
  async transact(
    prepare: () => Promise<Step[]> | Step[],
    options: CommitOptions,
    scope: ErrorScope,
  ): Promise<CommitResult> {
    return this.#run(
      async () => {
        await this.#lastDurable
        return (await prepare()).map((step) => [step])
      },
      options,
      scope,
    )
  }

  /** Ends a dataset that is being deleted: `gone` aborts, and nothing is written to it any more. */
  async end(): Promise<void> {
    this.#gone.abort()
    await this.close()
  }

  async close(): Promise<void> {
    await this.#mutex.runExclusive(() => this.#lastDurable.catch(() => undefined))
    await this.transactions.close(this.#visible)
  }

  async #run(
    prepare: () => Promise<Step[][]> | Step[][],
    options: CommitOptions,
    scope: ErrorScope = 'mutationError',
  ): Promise<CommitResult> {
    const {result, durable} = await this.#mutex.runExclusive(async () =>
      this.#plan(await prepare(), options, scope),
    )
    await durable
    return result
  }

  #plan(steps: Step[][], options: CommitOptions, scope: ErrorScope): Planned {
    if (this.gone.aborted) throw httpError(404, `Dataset "${this.name}" has been deleted`)
    if (this.transactions.failure)
      throw httpError(503, 'The log cannot be written; restart the lake when the disk works again')
    const id = this.#transactionId(options.transactionId)
    const timestamp = this.#now()
    const {autoGenerateArrayKeys} = options
    const workspace = new Workspace(this.#head, {timestamp, autoGenerateArrayKeys})
    for (const [index, group] of steps.entries()) {
      refuseAt(index, scope, () => {
        for (const step of group) step(workspace)
      })
    }
    const changes = workspace.changes(id)
    refuseAt(0, scope, () => checkReferences(changes, workspace, this.#references))

    const touched = new Map(changes.map((change) => [change.id, change]))
    const documentAfter = (documentId: string) => touched.get(documentId)?.after ?? workspace.get(documentId)
    const results = workspace.touched.map(({id: documentId, operation}) => ({
      id: documentId,
      operation,
      document: documentAfter(documentId) ?? touched.get(documentId)?.before ?? null,
    }))
    const result = {transactionId: id, results}
    if (options.dryRun || changes.length === 0) return {result, durable: Promise.resolve()}

    const source = {id, timestamp, author: options.identity?.id ?? '<anonymous>', changes}
    return {result, durable: this.#write({...source, events: eventsOf(source, documentAfter)})}
  }

  #write(transaction: Transaction): Promise<void> {
    for (const {id, before, after} of transaction.changes) {
      setOrDelete(this.#head, id, after)
      this.#references.update(before, after)
    }
    this.#underway.add(transaction.id)
    const durable = this.transactions
      .append(transaction, () => this.#publish(transaction))
      .catch((error: unknown) => {
        this.#options.log('error', 'the log cannot be written', {dataset: this.name, error: String(error)})
        throw httpError(503, 'The transaction could not be written to disk')
      })
    this.#lastDurable = durable.catch(() => undefined)
    return durable
  }

  #publish(transaction: Transaction): void {
    this.#underway.delete(transaction.id)
    for (const {id, after} of transaction.changes) setOrDelete(this.#visible, id, after)
    for (const listener of this.#listeners) {
      try {
        listener(transaction)
      } catch (error) {
        this.#options.log('error', 'a subscriber of the dataset failed', {
          dataset: this.name,
          error: String(error),
        })
      }
    }
    this.transactions.snapshotIfDue(this.#visible)
  }

  #transactionId(wanted: string | undefined): string {
    if (wanted === undefined) return newTransactionId()
    if (!isTransactionId(wanted)) throw httpError(400, `Invalid transaction ID ${JSON.stringify(wanted)}`)
    if (this.transactions.index.numberOf(wanted) !== undefined || this.#underway.has(wanted)) {
      throw httpError(409, `Transaction ID "${wanted}" has been used before`)
    }
    return wanted
  }

  /** The time of a transaction never lies before that of an earlier one, so that history can be asked by time. */
  #now(): string {
    this.#lastTime = Math.max(Date.now(), this.#lastTime)
    return new Date(this.#lastTime).toISOString()
  }
}

function pathsOf(directory: string) {
  return {
    logPath: join(directory, 'transactions.log'),
    snapshotPath: join(directory, 'snapshot.records'),
    settingsPath: join(directory, 'dataset.json'),
  }
}

function setOrDelete(documents: Map<string, LakeDocument>, id: string, document: LakeDocument | null): void {
  if (document) documents.set(id, document)
  else documents.delete(id)
}

function refuseAt(index: number, scope: ErrorScope, work: () => void): void {
  try {
    work()
  } catch (error) {
    throw error instanceof RefusedError ? error.toApiError(scope, index) : error
  }
}

/** Whether a client's transaction id can be used; it becomes the `_rev` of documents and a part of addresses. */
function isTransactionId(id: string): boolean {
  return TRANSACTION_ID.test(id)
}

/** A fresh transaction id in the hosted API's look: 22 letters and digits. */
function newTransactionId(): string {
  let id = ''
  while (id.length < TRANSACTION_ID_CHARACTERS)
    id += randomBytes(TRANSACTION_ID_CHARACTERS).toString('base64').replaceAll(/[+/=]/g, '')
  return id.slice(0, TRANSACTION_ID_CHARACTERS)
}
