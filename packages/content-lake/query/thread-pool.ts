import type {LakeDocument} from '../contracts.ts'
import {overloaded, queryError, queryTimeoutError, tooManyQueries} from '../errors.ts'
import type {Answer, Failure, Task, WorkerSettings} from './protocol.ts'
import {QueryThread} from './query-thread.ts'

type PoolSettings = {
  worker: WorkerSettings
  /** Threads that are kept for tasks. */
  size: number
  /** Further threads that may be started while slow tasks occupy the others. */
  spare: number
  /** How many tasks may wait for a thread. */
  maxWaiting: number
  /** A task that runs for longer no longer counts against `size`. */
  slowMs: number
  /**
   * For callers that are not trusted: how long a task may wait. One that waits longer is refused, and so is one that turns
   * out slow while as many slow ones are running as there are spare threads.
   */
  maxWaitMs?: number
}

/** The evaluator refused a task: the query is wrong. Every other error is one of the pool. */
export class TaskFailure extends Error {
  readonly failure: Failure

  constructor(failure: Failure) {
    super(failure.message)
    this.failure = failure
  }
}

/**
 * Runs tasks on threads, each within a time limit. A thread whose task exceeds it is terminated. Tasks wait outside of the
 * threads, so that none is lost with its thread.
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
    // The start of the first thread takes a while on a busy machine. It does not count as waiting for other tasks.
    const hasThread = () => [...this.#threads].some((thread) => thread.hasStarted)
    this.#waiting = new JobQueue(settings.maxWaitMs, hasThread)
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

  /** Sends changed documents to every thread; tasks that run afterwards see them. */
  apply(changesJson: string): void {
    for (const thread of this.#threads) thread.apply(changesJson)
  }

  async close(): Promise<void> {
    this.#isClosed = true
    for (let job = this.#waiting.take(); job; job = this.#waiting.take()) job.reject(tooManyQueries())
    await Promise.all([...this.#threads].map((thread) => thread.terminate('The lake is closing')))
  }

  readonly #dispatch = (): void => {
    for (const thread of this.#threads) {
      if (thread.exitReason !== undefined) this.#forget(thread, thread.exitReason)
      else if (thread.isIdle) this.#assign(thread)
    }
    const starting = [...this.#threads].filter((thread) => !thread.hasStarted).length
    const mayStart = this.#settings.size - (this.#threads.size - this.#slow.size)
    const maxThreads = this.#settings.size + this.#settings.spare
    const wanted = Math.min(this.#waiting.length - starting, mayStart, maxThreads - this.#threads.size)
    for (let count = 0; count < wanted && !this.#isClosed; count++) this.#start()
  }

  /** Whether one more slow task would occupy a thread that quick ones need. */
  get #isOverloaded(): boolean {
    const {maxWaitMs, spare} = this.#settings
    return maxWaitMs !== undefined && this.#slow.size >= spare
  }

  #start(): void {
    this.#threads.add(new QueryThread(this.#settings.worker, this.#documents(), this.#dispatch))
  }

  #assign(thread: QueryThread): void {
    const wasSlow = this.#slow.delete(thread)
    if (wasSlow && this.#threads.size - this.#slow.size > this.#settings.size) {
      this.#threads.delete(thread)
      void thread.terminate('No longer needed')
      return
    }
    const job = this.#waiting.take()
    if (job) void this.#run(thread, job)
  }

  async #run(thread: QueryThread, job: Job): Promise<void> {
    let refusal: Error | undefined
    const end = (error: Error) => {
      refusal = error
      void thread.terminate(error.message)
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
    // A thread that cannot start would be replaced again and again, so the task that it was started for fails.
    if (!thread.hasStarted)
      this.#waiting.take()?.reject(queryError(`No query thread could be started: ${reason}`))
  }
}

/** A task, how long it may run, and the promise of its answer. */
type Job = {task: Task; limitMs: number; resolve(answer: Answer): void; reject(error: Error): void}

type Waiting = {job: Job; timer: NodeJS.Timeout | undefined}

/**
 * Jobs that wait for a thread, first come, first served. With a limit to the wait the newest is served first: when more
 * jobs come than can be run, the oldest are nearly out of time, and a queue of them must not delay those that come now.
 */
class JobQueue {
  readonly #waiting: Waiting[] = []
  readonly #maxWaitMs: number | undefined
  readonly #mayRefuse: () => boolean

  /** @param maxWaitMs - A job that waits longer is refused with 503; without it, jobs wait as long as it takes. */
  constructor(maxWaitMs: number | undefined, mayRefuse: () => boolean) {
    this.#maxWaitMs = maxWaitMs
    this.#mayRefuse = mayRefuse
  }

  get length(): number {
    return this.#waiting.length
  }

  add(job: Job): void {
    const waiting: Waiting = {job, timer: undefined}
    this.#limitWait(waiting)
    this.#waiting.push(waiting)
  }

  /** Removes the next job from the queue. */
  take(): Job | undefined {
    const next = this.#maxWaitMs === undefined ? this.#waiting.shift() : this.#waiting.pop()
    clearTimeout(next?.timer)
    return next?.job
  }

  #limitWait(waiting: Waiting): void {
    if (this.#maxWaitMs === undefined) return
    waiting.timer = setTimeout(() => {
      if (this.#mayRefuse()) this.#refuse(waiting)
      else this.#limitWait(waiting)
    }, this.#maxWaitMs)
  }

  #refuse(waiting: Waiting): void {
    this.#waiting.splice(this.#waiting.indexOf(waiting), 1)
    waiting.job.reject(overloaded())
  }
}
