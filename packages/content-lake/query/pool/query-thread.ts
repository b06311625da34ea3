import {setImmediate} from 'node:timers/promises'
import {Worker} from 'node:worker_threads'
import type {LakeDocument} from '../../contracts.ts'
import type {DocumentChange} from '../view/dataset-copy.ts'
import {
  type Answer,
  encodeChanges,
  type Failure,
  type FromWorker,
  type Task,
  type ToWorker,
  type WorkerSettings,
} from './protocol.ts'

/** How a task ended: answered, refused by the evaluator, or with the death of the thread. */
export type Outcome =
  | {type: 'answer'; answer: Answer}
  | {type: 'failure'; failure: Failure}
  | {type: 'died'; reason: string}

const DOCUMENTS_PER_MESSAGE = 200
const MAX_HEAP_MB = 1024

/** A worker thread with its own copy of the documents; it takes one task at a time. */
export class QueryThread {
  readonly #worker: Worker
  readonly #onIdle: () => void
  #isReady = false
  #deathReason: string | undefined
  #finish: ((outcome: Outcome) => void) | undefined

  /** `onIdle` is told whenever the thread is ready for a task, and when it has died. */
  constructor(settings: WorkerSettings, documents: ReadonlyMap<string, LakeDocument>, onIdle: () => void) {
    this.#onIdle = onIdle
    this.#worker = new Worker(new URL('./worker.ts', import.meta.url), {
      workerData: settings,
      execArgv: [],
      resourceLimits: {maxOldGenerationSizeMb: MAX_HEAP_MB},
    })
    this.#worker.on('message', (message: FromWorker) => this.#receive(message))
    this.#worker.on('error', (error: Error) => this.#die(error.message))
    this.#worker.on('exit', () => this.#die('The query thread ended'))
    void this.#load(documents)
  }

  get isIdle(): boolean {
    return this.#isReady && this.#deathReason === undefined && !this.#finish
  }

  /** Why the thread has died; undefined while it lives. */
  get deathReason(): string | undefined {
    return this.#deathReason
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

  /** Ends the thread, whatever it is doing; a task in hand ends with the death of the thread. */
  async kill(reason: string): Promise<void> {
    this.#die(reason)
    await this.#worker.terminate()
  }

  /**
   * Sends the documents in portions, so that the answering thread is not held up by a large dataset. Changes in between
   * go straight to the worker; a portion reads each document as it is by then.
   */
  async #load(documents: ReadonlyMap<string, LakeDocument>): Promise<void> {
    const ids = [...documents.keys()]
    for (
      let start = 0;
      start < ids.length && this.#deathReason === undefined;
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
    if (this.#deathReason === undefined) this.#worker.postMessage(message)
  }

  #receive(message: FromWorker): void {
    if (message.kind === 'ready') {
      this.#isReady = true
      this.#onIdle()
    } else if (message.kind === 'answer') this.#settle({type: 'answer', answer: message.answer})
    else this.#settle({type: 'failure', failure: message.failure})
  }

  #die(reason: string): void {
    if (this.#deathReason !== undefined) return
    this.#deathReason = reason
    this.#settle({type: 'died', reason})
  }

  #settle(outcome: Outcome): void {
    const finish = this.#finish
    this.#finish = undefined
    finish?.(outcome)
    this.#onIdle()
  }
}
