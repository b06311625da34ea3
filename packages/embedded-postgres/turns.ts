type Waiting<Owner> = {owner: Owner; run: () => Promise<boolean>; settle: (error?: unknown) => void}

/**
 * Lets one connection at a time work on a backend that they all share. A connection whose transaction is open keeps the turn
 * until it ends it.
 */
export class Turns<Owner> {
  private readonly waiting: Waiting<Owner>[] = []
  private holder: Owner | undefined
  private isRunning = false

  /** Runs `work` when it is this owner's turn. It tells whether the owner keeps the turn. */
  take(owner: Owner, work: () => Promise<boolean>): Promise<void> {
    return new Promise((resolve, reject) => {
      const settle = (error?: unknown) => (error === undefined ? resolve() : reject(error))
      this.waiting.push({owner, run: work, settle})
      void this.work()
    })
  }

  /** Whether this owner has a transaction open. */
  isHeldBy(owner: Owner): boolean {
    return this.holder === owner
  }

  private async work(): Promise<void> {
    if (this.isRunning) return
    this.isRunning = true
    for (let next = this.next(); next !== undefined; next = this.next()) {
      const {owner, run, settle} = next
      try {
        this.holder = (await run()) ? owner : undefined
        settle()
      } catch (error) {
        this.holder = undefined
        settle(error)
      }
    }
    this.isRunning = false
  }

  private next(): Waiting<Owner> | undefined {
    const index = this.waiting.findIndex(({owner}) => this.holder === undefined || owner === this.holder)
    return index === -1 ? undefined : this.waiting.splice(index, 1)[0]
  }
}
