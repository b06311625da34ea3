import {overloaded} from '../../errors.ts'
import type {Answer, Task} from './protocol.ts'

/** A task, how long it may run in milliseconds, and who is to be told how it ended. */
export type Job = {task: Task; limitMs: number; resolve(answer: Answer): void; reject(error: Error): void}

type Waiting = {job: Job; limit: NodeJS.Timeout | undefined}

/**
 * Jobs that wait for a thread, in the order in which they came.
 *
 * With a limit to the wait, the newest is next: where not everybody can be served in time, the oldest is the one whose
 * time is nearly up anyway, and a heap of jobs that came before does not hold up who comes now.
 */
export class JobQueue {
  readonly #waiting: Waiting[] = []
  readonly #maxWaitMs: number | undefined

  /** @param maxWaitMs - After that many milliseconds a job is refused with 503; without it, jobs wait for ever. */
  constructor(maxWaitMs?: number) {
    this.#maxWaitMs = maxWaitMs
  }

  get length(): number {
    return this.#waiting.length
  }

  add(job: Job): void {
    const waiting: Waiting = {job, limit: undefined}
    if (this.#maxWaitMs !== undefined)
      waiting.limit = setTimeout(() => this.#giveUp(waiting), this.#maxWaitMs)
    this.#waiting.push(waiting)
  }

  /** The job whose turn it is, which no longer waits. */
  take(): Job | undefined {
    const next = this.#maxWaitMs === undefined ? this.#waiting.shift() : this.#waiting.pop()
    clearTimeout(next?.limit)
    return next?.job
  }

  #giveUp(waiting: Waiting): void {
    this.#waiting.splice(this.#waiting.indexOf(waiting), 1)
    waiting.job.reject(overloaded())
  }
}
