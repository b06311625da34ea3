import type {LakeDocument} from '../../contracts.ts'
import {overloaded, queryError, queryTimeoutError, tooManyQueries} from '../../errors.ts'
import {type Job, JobQueue} from './job-queue.ts'
import type {Answer, Failure, Task, WorkerSettings} from './protocol.ts'
import {QueryThread} from './query-thread.ts'

export type PoolSettings = {
  worker: WorkerSettings
  /** Threads that are kept for tasks; more come for a while when these are held up. */
  size: number
  /** How many more, so that there is an end to the threads even if every task were slow. */
  spare: number
  maxWaiting: number
  /** A task that runs for longer than this, in milliseconds, no longer counts against the size. */
  slowMs: number
  /**
   * Set where callers are not to be trusted: how long a task may wait, in milliseconds. Whoever waits longer is refused, and
   * so is a task that turns out slow when as many slow ones as there are spare threads run already.
   */
  maxWaitMs?: number
}

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
  readonly #waiting: JobQueue
  #isClosed = false

  constructor(settings: PoolSettings, documents: () => ReadonlyMap<string, LakeDocument>) {
    this.#settings = settings
    this.#documents = documents
    this.#waiting = new JobQueue(settings.maxWaitMs)
  }

  /**
   * @throws ApiError 408 when the task takes longer than the limit, 429 when too many wait, 503 when the pool is overloaded;
   * TaskFailure when the evaluator refuses it.
   */
  run(task: Task, limitMs: number): Promise<Answer> {
    if (this.#isClosed || this.#waiting.length >= this.#settings.maxWaiting) {
      return Promise.reject(tooManyQueries())
    }
    return new Promise((resolve, reject) => {
      this.#waiting.add({task, limitMs, resolve, reject})
      this.#dispatch()
    })
  }

  /** Tells every thread of changed documents; tasks that are run afterwards see them. */
  apply(changesJson: string): void {
    for (const thread of this.#threads) thread.apply(changesJson)
  }

  async close(): Promise<void> {
    this.#isClosed = true
    for (let job = this.#waiting.take(); job; job = this.#waiting.take()) job.reject(tooManyQueries())
    await Promise.all([...this.#threads].map((thread) => thread.kill('The lake is closing')))
  }

  readonly #dispatch = (): void => {
    for (const thread of this.#threads) {
      if (thread.deathReason !== undefined) this.#forget(thread, thread.deathReason)
      else if (thread.isIdle) this.#give(thread)
    }
    const starting = [...this.#threads].filter((thread) => !thread.hasStarted).length
    const mayStart = this.#settings.size - (this.#threads.size - this.#slow.size)
    const maxThreads = this.#settings.size + this.#settings.spare
    const wanted = Math.min(this.#waiting.length - starting, mayStart, maxThreads - this.#threads.size)
    for (let count = 0; count < wanted && !this.#isClosed; count++) this.#start()
  }

  /** Whether a further slow task would take a thread that quick ones need. */
  get #isOverloaded(): boolean {
    const {maxWaitMs, spare} = this.#settings
    return maxWaitMs !== undefined && this.#slow.size >= spare
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
    const job = this.#waiting.take()
    if (job) void this.#run(thread, job)
  }

  async #run(thread: QueryThread, job: Job): Promise<void> {
    let refusal: Error | undefined
    const end = (error: Error) => {
      refusal = error
      void thread.kill(error.message)
    }
    const slow = setTimeout(() => {
      if (this.#isOverloaded) return end(overloaded())
      this.#slow.add(thread)
      this.#dispatch()
    }, this.#settings.slowMs)
    const limit = setTimeout(() => end(queryTimeoutError(job.limitMs)), job.limitMs)
    const outcome = await thread.run(job.task)
    clearTimeout(slow)
    clearTimeout(limit)
    if (outcome.type === 'answer') job.resolve(outcome.answer)
    else if (outcome.type === 'failure') job.reject(new TaskFailure(outcome.failure))
    else job.reject(refusal ?? queryError(`Query aborted: ${outcome.reason}`))
  }

  #forget(thread: QueryThread, reason: string): void {
    this.#threads.delete(thread)
    this.#slow.delete(thread)
    // A thread that cannot even start would be replaced for ever: the task that asked for it fails instead.
    if (!thread.hasStarted)
      this.#waiting.take()?.reject(queryError(`No query thread could be started: ${reason}`))
  }
}
