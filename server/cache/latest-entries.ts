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

  constructor(generation: {readonly current: number}) {
    this.#generation = generation
  }

  /** Reads a key while nobody writes it; nothing when what was written is out of date. */
  read<Value>(key: string, load: () => Promise<Value | null>): Promise<Value | null> {
    return this.#inTurn(key, async () => (this.#overtaken.has(key) ? null : load()))
  }

  /** Writes a key while nobody else reads or writes it, unless content expired since the generation `began`. */
  write(key: string, began: number, store: () => Promise<void>): Promise<void> {
    return this.#inTurn(key, async () => {
      if (this.#generation.current !== began) return
      // Half written is as bad as out of date.
      this.#overtaken.add(key)
      await store()
      this.#lastMoment = Date.now()
      if (this.#generation.current === began) this.#overtaken.delete(key)
    })
  }

  /**
   * Waits, less than a millisecond, until the clock has left the moment of the last write. An entry of the very
   * millisecond in which its tag expires would count as newer than the expiry.
   */
  passLastMoment(): void {
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
