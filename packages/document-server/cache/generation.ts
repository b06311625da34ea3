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

let current = 0

/**
 * Counts how often content was expired. What was begun in an earlier generation may hold words from before; clocks cannot
 * tell, since what was begun earlier may be stored later.
 */
export const generation = {
  get current(): number {
    return current
  },

  /** Content expired: what was begun until now must not be kept. */
  advance(): void {
    current++
  },
}

export type Generation = typeof generation
