import {closeSync, fdatasync, fstatSync, fsyncSync, openSync, read, write} from 'node:fs'
import {dirname} from 'node:path'
import {promisify} from 'node:util'

const readAt = promisify(read)
const writeAll = promisify(write)
const synchronise = promisify(fdatasync)

type PendingAppend = {
  bytes: Buffer
  offset: number
  resolve: (offset: number) => void
  reject: (error: unknown) => void
}

/**
 * A file that only grows. Appends that arrive while the disk is busy are written and synchronised together, so that
 * they share the cost of one `fdatasync`.
 */
export class AppendFile {
  readonly #descriptor: number
  #size: number
  #waiting: PendingAppend[] = []
  #flushing: Promise<void> | null = null
  #failure: unknown = null

  constructor(path: string) {
    this.#descriptor = openSync(path, 'a+', 0o644)
    this.#size = fstatSync(this.#descriptor).size
    syncDirectory(dirname(path))
  }

  /** Resolves with the offset of the bytes once they are on disk. After one failure every append fails: see `failure`. */
  append(bytes: Buffer): Promise<number> {
    return new Promise((resolve, reject) => {
      if (this.#failure) return reject(this.#failure)
      this.#waiting.push({bytes, offset: this.#size, resolve, reject})
      this.#size += bytes.length
      this.#flushing ??= this.#flush()
    })
  }

  async read(offset: number, length: number): Promise<Buffer> {
    const buffer = Buffer.alloc(length)
    const {bytesRead} = await readAt(this.#descriptor, buffer, 0, length, offset)
    return buffer.subarray(0, bytesRead)
  }

  /** The first error of a write. Nothing more is written after it, since the end of the file is unknown. */
  get failure(): unknown {
    return this.#failure
  }

  get size(): number {
    return this.#size
  }

  async close(): Promise<void> {
    await this.#flushing
    closeSync(this.#descriptor)
  }

  async #flush(): Promise<void> {
    // Appends of the same turn of the event loop share the first write.
    await Promise.resolve()
    while (this.#waiting.length > 0) {
      const batch = this.#waiting
      this.#waiting = []
      try {
        await this.#write(Buffer.concat(batch.map(({bytes}) => bytes)))
        for (const {resolve, offset} of batch) resolve(offset)
      } catch (error) {
        this.#failure = error
        for (const {reject} of [...batch, ...this.#waiting]) reject(error)
        this.#waiting = []
      }
    }
    this.#flushing = null
  }

  async #write(bytes: Buffer): Promise<void> {
    let rest = bytes
    while (rest.length > 0) {
      const {bytesWritten} = await writeAll(this.#descriptor, rest)
      rest = rest.subarray(bytesWritten)
    }
    await synchronise(this.#descriptor)
  }
}

/** Makes the name of a new file durable: the file's own `fsync` does not cover its directory entry (fsync(2)). */
function syncDirectory(directory: string): void {
  const descriptor = openSync(directory, 'r')
  try {
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}
