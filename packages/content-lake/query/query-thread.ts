import {setImmediate} from 'node:timers/promises'
import {Worker} from 'node:worker_threads'
import type {LakeDocument} from '../contracts.ts'
import {
  type Answer,
  encodeChanges,
  type Failure,
  type FromWorker,
  type Task,
  type ToWorker,
  type WorkerSettings,
} from './protocol.ts'
import type {DocumentChange} from './view.ts'

/** How a task ended: answered, refused by the evaluator, or with the end of its thread. */
type Outcome =
  | {type: 'answer'; answer: Answer}
  | {type: 'failure'; failure: Failure}
  | {type: 'exited'; reason: string}

const DOCUMENTS_PER_MESSAGE = 200
/** A query that needs more memory ends its thread instead of the lake. */
const MAX_HEAP_MB = 1024

/** A worker thread with its own copy of the documents; it takes one task at a time. */
export class QueryThread {
  readonly #worker: Worker
  readonly #onIdle: () => void
  #isReady = false
  #exitReason: string | undefined
  #finish: ((outcome: Outcome) => void) | undefined

  /** @param onIdle - Called whenever the thread is ready for a task, and when it has ended. */
  constructor(settings: WorkerSettings, documents: ReadonlyMap<string, LakeDocument>, onIdle: () => void) {
    this.#onIdle = onIdle
    this.#worker = new Worker(new URL('./worker.ts', import.meta.url), {
      workerData: settings,
      execArgv: [],
      resourceLimits: {maxOldGenerationSizeMb: MAX_HEAP_MB},
    })
    this.#worker.on('message', (message: FromWorker) => this.#receive(message))
    this.#worker.on('error', (error: Error) => this.#exit(error.message))
    this.#worker.on('exit', () => this.#exit('The query thread ended'))
    void this.#load(documents)
  }

  get isIdle(): boolean {
    return this.#isReady && this.#exitReason === undefined && !this.#finish
  }

  /** Why the thread has ended; undefined while it runs. */
  get exitReason(): string | undefined {
    return this.#exitReason
  }

  get hasStarted(): boolean {
    return this.#isReady
  }

  apply(changesJson: string): void {
    this.#post({kind: 'changes', changesJson})
  }

  run(task: Task): Promise<Outcome> {
    return new Promise((resolve) => {
      this.#finish = resolve
      this.#post({kind: 'task', task})
    })
  }

  /** Ends the thread at once; a task that it runs ends with it. */
  async terminate(reason: string): Promise<void> {
    this.#exit(reason)
    await this.#worker.terminate()
  }

  /**
   * Sends the documents in portions, so that requests are answered while a large dataset is sent. Changes that are committed
   * meanwhile go to the worker at once; a portion has each document as it is when the portion is sent.
   */
  async #load(documents: ReadonlyMap<string, LakeDocument>): Promise<void> {
    const ids = [...documents.keys()]
    for (
      let start = 0;
      start < ids.length && this.#exitReason === undefined;
      start += DOCUMENTS_PER_MESSAGE
    ) {
      const portion = ids.slice(start, start + DOCUMENTS_PER_MESSAGE)
      const changes = portion.map((id): DocumentChange => [id, documents.get(id) ?? null])
      this.apply(encodeChanges(changes))
      await setImmediate()
    }
    this.#post({kind: 'loaded'})
  }

  #post(message: ToWorker): void {
    if (this.#exitReason === undefined) this.#worker.postMessage(message)
  }

  #receive(message: FromWorker): void {
    if (message.kind === 'ready') {
      this.#isReady = true
      this.#onIdle()
    } else if (message.kind === 'answer') this.#settle({type: 'answer', answer: message.answer})
    else this.#settle({type: 'failure', failure: message.failure})
  }

  #exit(reason: string): void {
    if (this.#exitReason !== undefined) return
    this.#exitReason = reason
    this.#settle({type: 'exited', reason})
  }

  #settle(outcome: Outcome): void {
    const finish = this.#finish
    this.#finish = undefined
    finish?.(outcome)
    this.#onIdle()
  }
}
