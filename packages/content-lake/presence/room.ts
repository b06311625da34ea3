/** What one editor's browser tells the others; the short names are the protocol's. */
export type PresenceEvent =
  | {type: 'rollCall'; i: string; session: string}
  | {type: 'state'; i: string; m: Record<string, unknown>}
  | {type: 'disconnect'; i: string; m: {session: string}}

export type Member = {receive(event: PresenceEvent): void}

/** Everybody who is connected to one dataset. */
export class Room {
  readonly #members = new Set<Member>()

  /** @returns A function that leaves again. */
  join(member: Member): () => void {
    this.#members.add(member)
    return () => this.#members.delete(member)
  }

  /** Nobody is told what they said themselves. */
  tell(from: Member, event: PresenceEvent): void {
    for (const member of this.#members) if (member !== from) member.receive(event)
  }
}
