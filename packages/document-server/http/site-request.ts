import {IncomingMessage} from 'node:http'

/** A request whose body may have only so many bytes, however it is sent. */
export class SiteRequest extends IncomingMessage {
  /** Bytes; more are not passed on. */
  maxBody = Number.POSITIVE_INFINITY
  /** Called once when there are more. */
  onTooLarge: (() => void) | undefined
  #bytes = 0

  override push(chunk: unknown, encoding?: BufferEncoding): boolean {
    if (chunk instanceof Uint8Array) this.#bytes += chunk.byteLength
    if (this.#bytes <= this.maxBody) return super.push(chunk, encoding)
    this.onTooLarge?.()
    this.onTooLarge = undefined
    return false
  }
}
