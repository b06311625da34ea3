import {randomBytes} from 'node:crypto'

const LIFETIME_MS = 60_000
const MAX_OPEN = 1_000

/** Secrets for addresses, where a token must not be: each stands for a value, and can be used once within a minute. */
export class Tickets<Value> {
  readonly #open = new Map<string, {value: Value; expires: number}>()

  issue(value: Value): string {
    this.#forgetOld()
    const ticket = randomBytes(24).toString('base64url')
    this.#open.set(ticket, {value, expires: Date.now() + LIFETIME_MS})
    return ticket
  }

  /** The value of a ticket, which is used up by this; undefined when it was used before, is too old or was never issued. */
  redeem(ticket: string): Value | undefined {
    const found = this.#open.get(ticket)
    this.#open.delete(ticket)
    return found && found.expires > Date.now() ? found.value : undefined
  }

  #forgetOld(): void {
    const now = Date.now()
    for (const [ticket, {expires}] of this.#open) {
      if (expires > now && this.#open.size < MAX_OPEN) break
      this.#open.delete(ticket)
    }
  }
}
