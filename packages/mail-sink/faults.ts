/**
 * What can be made to go wrong with the next messages.
 * `refuse`: told to try later before anything is taken. `reject`: the recipient is refused for good.
 * `timeout`: the message is taken in but never answered and never kept.
 * `accept-then-drop`: the message is kept, but the connection ends before the sender hears of it.
 */
export const FAULT_KINDS = ['refuse', 'reject', 'timeout', 'accept-then-drop'] as const
export type FaultKind = (typeof FAULT_KINDS)[number]
export type Fault = {kind: FaultKind; times: number}

/** The faults that are still to come, in order. */
export class Faults {
  private waiting: Fault[] = []

  add(fault: Fault): void {
    this.waiting.push({...fault})
  }

  clear(): void {
    this.waiting = []
  }

  list(): readonly Fault[] {
    return this.waiting
  }

  /** Whether the next fault is of this kind; counts it as used. */
  take(kind: FaultKind): boolean {
    const [next] = this.waiting
    if (next?.kind !== kind) return false
    next.times -= 1
    if (next.times <= 0) this.waiting.shift()
    return true
  }
}
