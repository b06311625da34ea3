/** How many are kept, and for keys of how many characters. */
const MAX_KEPT = 500
const MAX_KEY = 20_000

/** Keeps what was made for a key for the next who asks; what nobody has asked for longest goes first. */
export class Recent<Value> {
  readonly #kept = new Map<string, {value: Value}>()

  /** @throws whatever `make` throws, for which nothing is kept */
  get(key: string, make: () => Value): Value {
    const kept = this.#kept.get(key) ?? {value: make()}
    this.#kept.delete(key)
    if (key.length <= MAX_KEY) this.#kept.set(key, kept)
    const [oldest] = this.#kept.keys()
    if (this.#kept.size > MAX_KEPT && oldest !== undefined) this.#kept.delete(oldest)
    return kept.value
  }
}
