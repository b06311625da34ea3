/** Runs asynchronous work one piece after the other, in the order in which it was asked for. */
export class Mutex {
  #last: Promise<unknown> = Promise.resolve()

  runExclusive<Result>(work: () => Promise<Result> | Result): Promise<Result> {
    const result = this.#last.then(work)
    this.#last = result.catch(() => undefined)
    return result
  }
}

/** Runs at most `limit` pieces of work at the same time; the others wait in the order in which they came. */
export class Semaphore {
  #free: number
  readonly #waiting: (() => void)[] = []

  constructor(limit: number) {
    this.#free = limit
  }

  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.#free > 0) this.#free -= 1
    else await new Promise<void>((resolve) => this.#waiting.push(resolve))
    try {
      return await work()
    } finally {
      const next = this.#waiting.shift()
      // The permit is handed on without being counted as free, so that later work cannot overtake work that waits.
      if (next) next()
      else this.#free += 1
    }
  }
}
