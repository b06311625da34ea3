/** How many are kept, for keys of how many characters in all, and in one. */
const MAX_KEPT = 500
const MAX_CHARACTERS = 500_000
const MAX_KEY = 20_000

/** Keeps what was made for a key for the next who asks; what nobody has asked for longest goes first. */
export class Recent<Value> {
  readonly #kept = new Map<string, {value: Value}>()
  #characters = 0

  /** Whether something may be kept for a key. */
  keeps(key: string): boolean {
    return key.length <= MAX_KEY
  }

  /** @throws whatever `make` throws, for which nothing is kept */
  get(key: string, make: () => Value): Value {
    const kept = this.#kept.get(key) ?? {value: make()}
    this.#forget(key)
    if (this.keeps(key)) {
      this.#kept.set(key, kept)
      this.#characters += key.length
    }
    while (this.#kept.size > MAX_KEPT || this.#characters > MAX_CHARACTERS) {
      const [oldest = ''] = this.#kept.keys()
      this.#forget(oldest)
    }
    return kept.value
  }

  #forget(key: string): void {
    if (this.#kept.delete(key)) this.#characters -= key.length
  }
}
