import type {Dataset, Identity, QueryEngine} from '../contracts.ts'
import {type Listener, ListenerGroup} from './listener-group.ts'

/** The listeners of one dataset. */
export class DatasetListeners {
  readonly #engine: QueryEngine
  readonly #groups = new Map<string, ListenerGroup>()
  readonly #unsubscribe: () => void

  constructor(dataset: Dataset, engine: QueryEngine) {
    this.#engine = engine
    this.#unsubscribe = dataset.subscribe((transaction) => {
      for (const group of this.#groups.values()) group.tell(transaction)
    })
  }

  /** Adds a listener until its stream closes. It hears of every transaction that commits from now on. */
  add(listener: Listener, identity: Identity): void {
    const {query, params} = listener.options
    const key = JSON.stringify([query, params, identity?.id ?? null])
    const group = this.#groups.get(key) ?? new ListenerGroup(this.#engine, identity)
    this.#groups.set(key, group)
    group.add(listener)
    listener.stream.onClose(() => {
      group.remove(listener)
      if (group.isEmpty && this.#groups.get(key) === group) this.#groups.delete(key)
    })
  }

  /** Ends the streams too: whoever comes back learns that the dataset is gone. */
  end(): void {
    this.close()
    for (const group of this.#groups.values()) group.cutOff()
  }

  close(): void {
    this.#unsubscribe()
  }
}
