/**
 * The part of PostgreSQL's message format that is needed to cut a client's bytes into messages.
 * https://www.postgresql.org/docs/current/protocol-message-formats.html
 */

/** One message of a client as it came, type and length included. */
export type Frame = {
  /** The type byte. Messages before a session have none: `startup`, `encryption` and `cancel` stand for them. */
  type: string
  bytes: Buffer
}

const SSL_REQUEST = 80_877_103
const GSS_REQUEST = 80_877_104
const CANCEL_REQUEST = 80_877_102
const MAX_MESSAGE_BYTES = 64 * 1024 * 1024
const READY_FOR_QUERY = 0x5a // Z
const IDLE = 0x49 // I

/** Query, Sync, FunctionCall, CopyDone and CopyFail: the messages after which the server answers and is ready again. */
const UNIT_ENDS = new Set(['Q', 'S', 'F', 'c', 'f'])

/** Whether a message of this type completes what the backend can run as one. */
export function endsUnit(type: string): boolean {
  return UNIT_ENDS.has(type)
}

/** Cuts what arrives on a connection into messages. */
export class FrameReader {
  private rest: Buffer = Buffer.alloc(0)
  private isStarted = false

  /**
   * The messages that are complete by now.
   *
   * @throws Error when a message's length is too small or above 64 MiB
   */
  read(chunk: Buffer): Frame[] {
    this.rest = Buffer.concat([this.rest, chunk])
    const frames: Frame[] = []
    for (let frame = this.next(); frame !== undefined; frame = this.next()) frames.push(frame)
    return frames
  }

  private next(): Frame | undefined {
    const lengthAt = this.isStarted ? 1 : 0
    if (this.rest.length < lengthAt + 4) return undefined
    const size = lengthAt + this.rest.readUInt32BE(lengthAt)
    if (size < lengthAt + 4 || size > MAX_MESSAGE_BYTES)
      throw new Error('A message has a length that cannot be right.')
    if (this.rest.length < size) return undefined
    const bytes = this.rest.subarray(0, size)
    this.rest = this.rest.subarray(size)
    return {type: this.isStarted ? bytes.toString('latin1', 0, 1) : this.startType(bytes), bytes}
  }

  private startType(bytes: Buffer): string {
    const code = bytes.length >= 8 ? bytes.readUInt32BE(4) : 0
    if (code === SSL_REQUEST || code === GSS_REQUEST) return 'encryption'
    if (code === CANCEL_REQUEST) return 'cancel'
    this.isStarted = true
    return 'startup'
  }
}

/** Whether a transaction is open after this answer, as its last ReadyForQuery says. Undefined when it has none. */
export function transactionOpen(answer: Uint8Array): boolean | undefined {
  const bytes = Buffer.from(answer.buffer, answer.byteOffset, answer.byteLength)
  let open: boolean | undefined
  for (let at = 0; at + 5 <= bytes.length; at += 1 + bytes.readUInt32BE(at + 1)) {
    if (bytes[at] === READY_FOR_QUERY) open = bytes[at + 5] !== IDLE
  }
  return open
}
