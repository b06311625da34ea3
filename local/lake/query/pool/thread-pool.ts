import type {LakeDocument} from '../../types.ts'
import {queryError, queryTimeoutError, tooManyQueries} from '../query-errors.ts'
import type {Answer, Failure, Task, WorkerSettings} from './protocol.ts'
import {QueryThread} from './query-thread.ts'

export type PoolSettings = {
  worker: WorkerSettings
  /** Threads that are kept for queries; more come for a while when these are held up. */
  size: number
  maxWaiting: number
  /** A task that runs for longer than this, in milliseconds, no longer counts against the size. */
  slowMs: number
}

type Job = {task: Task; limitMs: number; resolve(answer: Answer): void; reject(error: Error): void}

/** What the evaluator refused, to be told apart by whoever asked. */
export class TaskFailure extends Error {
  readonly failure: Failure

  constructor(failure: Failure) {
    super(failure.message)
    this.failure = failure
  }
}

/**
 * Runs tasks on threads, each within a time limit. A thread whose task exceeds it is ended; tasks wait outside the threads,
 * so none is lost with one.
 */
export class ThreadPool {
  readonly #settings: PoolSettings
  readonly #documents: () => ReadonlyMap<string, LakeDocument>
  readonly #threads = new Set<QueryThread>()
  readonly #slow = new Set<QueryThread>()
  readonly #waiting: Job[] = []
  #isClosed = false

  constructor(settings: PoolSettings, documents: () => ReadonlyMap<string, LakeDocument>) {
    this.#settings = settings
    this.#documents = documents
  }

  /**
   * @throws ApiError 408 when the task takes longer than the limit, 429 when too many wait; TaskFailure when the evaluator
   * refuses it.
   */
  run(task: Task, limitMs: number): Promise<Answer> {
    if (this.#isClosed || this.#waiting.length >= this.#settings.maxWaiting) {
      return Promise.reject(tooManyQueries())
    }
    return new Promise((resolve, reject) => {
      this.#waiting.push({task, limitMs, resolve, reject})
      this.#dispatch()
    })
  }

  /** Tells every thread of changed documents; tasks that are run afterwards see them. */
  apply(changesJson: string): void {
    for (const thread of this.#threads) thread.apply(changesJson)
  }

  async close(): Promise<void> {
    this.#isClosed = true
    for (const job of this.#waiting.splice(0)) job.reject(tooManyQueries())
    await Promise.all([...this.#threads].map((thread) => thread.kill('The lake is closing')))
  }

  readonly #dispatch = (): void => {
    for (const thread of this.#threads) {
      if (thread.deathReason !== undefined) this.#forget(thread, thread.deathReason)
      else if (thread.isIdle) this.#give(thread)
    }
    const starting = [...this.#threads].filter((thread) => !thread.hasStarted).length
    const mayStart = this.#settings.size - (this.#threads.size - this.#slow.size)
    const wanted = Math.min(this.#waiting.length - starting, mayStart, this.#maxThreads - this.#threads.size)
    for (let count = 0; count < wanted && !this.#isClosed; count++) this.#start()
  }

  /** Even if every query were slow, there is an end to the threads. */
  get #maxThreads(): number {
    return this.#settings.size * 3
  }

  #start(): void {
    this.#threads.add(new QueryThread(this.#settings.worker, this.#documents(), this.#dispatch))
  }

  #give(thread: QueryThread): void {
    const wasSlow = this.#slow.delete(thread)
    if (wasSlow && this.#threads.size - this.#slow.size > this.#settings.size) {
      this.#threads.delete(thread)
      void thread.kill('No longer needed')
      return
    }
    const job = this.#waiting.shift()
    if (job) void this.#run(thread, job)
  }

  async #run(thread: QueryThread, job: Job): Promise<void> {
    const slow = setTimeout(() => {
      this.#slow.add(thread)
      this.#dispatch()
    }, this.#settings.slowMs)
    let isLate = false
    const limit = setTimeout(() => {
      isLate = true
      void thread.kill('Time limit')
    }, job.limitMs)
    const outcome = await thread.run(job.task)
    clearTimeout(slow)
    clearTimeout(limit)
    if (outcome.type === 'answer') job.resolve(outcome.answer)
    else if (outcome.type === 'failure') job.reject(new TaskFailure(outcome.failure))
    else job.reject(isLate ? queryTimeoutError(job.limitMs) : queryError(`Query aborted: ${outcome.reason}`))
  }

  #forget(thread: QueryThread, reason: string): void {
    this.#threads.delete(thread)
    this.#slow.delete(thread)
    // A thread that cannot even start would be replaced for ever: the task that asked for it fails instead.
    if (!thread.hasStarted)
      this.#waiting.shift()?.reject(queryError(`No query thread could be started: ${reason}`))
  }
}
