/** There is more to do than can be done soon. */
export class OverloadedError extends Error {}

export type ConcurrencyLimits = {
  maxRunning: number
  /** More are refused at once. */
  maxWaiting: number
  /** What waits longer is refused. */
  maxWaitMs: number
}

/** Lets a limited number of pieces of work run at once, the others in turn. */
export class ConcurrencyLimiter {
  readonly #limits: ConcurrencyLimits
  readonly #queue = new Set<() => void>()
  #running = 0

  constructor(limits: ConcurrencyLimits) {
    this.#limits = limits
  }

  /** Runs a piece of work when it is its turn. Rejects with OverloadedError when that would take too long. */
  async run<Result>(work: () => Promise<Result>): Promise<Result> {
    await this.#start()
    try {
      return await work()
    } finally {
      this.#end()
    }
  }

  #start(): Promise<void> | undefined {
    if (this.#running < this.#limits.maxRunning) {
      this.#running++
      return undefined
    }
    if (this.#queue.size >= this.#limits.maxWaiting) throw new OverloadedError()
    return new Promise((resolve, reject) => {
      const admit = () => {
        clearTimeout(timer)
        resolve()
      }
      const timer = setTimeout(() => {
        this.#queue.delete(admit)
        reject(new OverloadedError())
      }, this.#limits.maxWaitMs)
      this.#queue.add(admit)
    })
  }

  /** What waited longest runs next. */
  #end(): void {
    const [next] = this.#queue
    if (!next) {
      this.#running--
      return
    }
    this.#queue.delete(next)
    next()
  }
}
