const MAX_WAIT_MS = 5

/**
 * Guards a store on disk, so that it gives out nothing that was begun before content expired, although writing takes
 * time and expiring does not.
 */
export class LatestEntries {
  readonly #generation: {readonly current: number}
  readonly #turns = new Map<string, Promise<unknown>>()
  /** Keys whose last write was overtaken by an expiry: what lies on the disk looks newer than it is. */
  readonly #overtaken = new Set<string>()
  #lastMoment = 0
  /** Keys that were written since {@link #since}. */
  readonly #written = new Set<string>()
  /** What is dated later than this and was not written here has a date of another clock. */
  #since = Date.now()

  constructor(generation: {readonly current: number}) {
    this.#generation = generation
  }

  /** Reads a key while it is not being written; nothing when what was written is out of date. */
  read<Value>(key: string, load: () => Promise<Value | null>): Promise<Value | null> {
    return this.#inTurn(key, async () => (this.#overtaken.has(key) ? null : load()))
  }

  /** Writes a key while it is not being read or written otherwise, unless content expired since the generation `began`. */
  write(key: string, began: number, store: () => Promise<void>): Promise<void> {
    return this.#inTurn(key, async () => {
      if (this.#generation.current !== began) return
      // Half written is as bad as out of date.
      this.#overtaken.add(key)
      await store()
      this.#lastMoment = Date.now()
      this.#written.add(key)
      if (this.#generation.current === began) this.#overtaken.delete(key)
    })
  }

  /** Whether the date of an entry can be compared with the moments at which content expires. */
  trusts(key: string, lastModified = 0): boolean {
    return lastModified <= this.#since || this.#written.has(key)
  }

  /**
   * Waits a moment until the clock has left that of the last write: an entry of the very millisecond in which its tag
   * expires would count as newer than the expiry. A clock that was put back is not waited for; what it dated ahead is not
   * trusted any more.
   */
  waitForNextMillisecond(): void {
    if (this.#lastMoment - Date.now() > MAX_WAIT_MS) {
      this.#written.clear()
      this.#since = Math.min(this.#since, Date.now())
      this.#lastMoment = 0
    }
    while (Date.now() <= this.#lastMoment);
  }

  async #inTurn<Result>(key: string, work: () => Promise<Result>): Promise<Result> {
    const before = this.#turns.get(key)
    const mine = (before ?? Promise.resolve()).then(work, work)
    this.#turns.set(key, mine)
    try {
      return await mine
    } finally {
      if (this.#turns.get(key) === mine) this.#turns.delete(key)
    }
  }
}
