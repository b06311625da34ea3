import {AsyncLocalStorage} from 'node:async_hooks'

/** What is known of a request while Next works on it. */
export type Render = {
  /** The generation in which it began. */
  readonly began: number
  /** Whether its page was read or made for this very request, rather than handed over from another one under way. */
  isOwn: boolean
}

/** The request that is being worked on, wherever Next calls from. */
export const renders = new AsyncLocalStorage<Render>()

const listeners = new Set<() => void>()
let current = 0

/**
 * Counts how often content was expired. What was begun in an earlier generation may hold words from before, whatever
 * any clock says.
 */
export const generation = {
  get current(): number {
    return current
  },

  /** Content expired: whatever was begun until now must not be kept. */
  advance(): void {
    current++
    for (const listener of listeners) listener()
  },

  /** Calls back, in the same tick, whenever content expires. Returns what ends that. */
  onAdvance(listener: () => void): () => void {
    listeners.add(listener)
    return () => listeners.delete(listener)
  },
}

export type Generation = typeof generation
