/** There is more to do than can be done soon. */
export class OverloadedError extends Error {}

export type TurnstileLimits = {
  /** How many may be inside at once. */
  inside: number
  /** How many may wait; more are turned away at once. */
  waiting: number
  /** Milliseconds after which who waits is turned away. */
  patience: number
}

/** Lets a limited number of pieces of work run at once, the others in turn. */
export class Turnstile {
  readonly #limits: TurnstileLimits
  readonly #queue = new Set<() => void>()
  #inside = 0

  constructor(limits: TurnstileLimits) {
    this.#limits = limits
  }

  /** Runs a piece of work when it is its turn. Rejects with OverloadedError when that would take too long. */
  async run<Result>(work: () => Promise<Result>): Promise<Result> {
    await this.#enter()
    try {
      return await work()
    } finally {
      this.#leave()
    }
  }

  #enter(): Promise<void> | undefined {
    if (this.#inside < this.#limits.inside) {
      this.#inside++
      return undefined
    }
    if (this.#queue.size >= this.#limits.waiting) throw new OverloadedError()
    return new Promise((resolve, reject) => {
      const admit = () => {
        clearTimeout(timer)
        resolve()
      }
      const timer = setTimeout(() => {
        this.#queue.delete(admit)
        reject(new OverloadedError())
      }, this.#limits.patience)
      this.#queue.add(admit)
    })
  }

  /** The place goes to who waited longest, or becomes free. */
  #leave(): void {
    const [next] = this.#queue
    if (!next) {
      this.#inside--
      return
    }
    this.#queue.delete(next)
    next()
  }
}
