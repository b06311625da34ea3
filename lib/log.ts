import {appendFileSync, mkdirSync} from 'node:fs'
import {type FileHandle, mkdir, open} from 'node:fs/promises'
import {join} from 'node:path'
import pino from 'pino'

const FLUSH_MS = 500
const BUFFERED_BYTES = 4_096
/** What waits in memory at the most. */
const MAX_WAITING_BYTES = 4 * 1024 * 1024
const COMPLAIN_AGAIN_MS = 60_000

/** Lines that are not written yet, of one file. */
type Waiting = {path: string; lines: Buffer[]}

/**
 * Lines in one file a day, `<name>-2026-01-31.jsonl`; a day begins at midnight UTC.
 *
 * A disk that is full, or a folder that cannot be written, stops nothing else. Lines wait in memory until there is room again, and
 * the standard error says so once a minute, with how many had to be dropped.
 */
export class DailyFile {
  readonly #folder: string
  readonly #name: string
  #path = ''
  /** Milliseconds since the epoch at which the next day begins. */
  #dayEnds = 0
  /** By file, the oldest first. */
  readonly #waiting: Waiting[] = []
  #waitingBytes = 0
  #isFlushing = false
  /** After a failure the clock alone tries again, and not each line of a site that many read. */
  #isBroken = false
  /** While the system writes, so that the end of the process does not write the same once more. */
  #isWriting = false
  #complainsAgainAt = 0
  #dropped = 0

  constructor(folder: string, name: string) {
    this.#folder = folder
    this.#name = name
    setInterval(() => void this.#flush(), FLUSH_MS).unref()
    process.once('exit', () => this.#flushAtExit())
  }

  /** Adds a line, which ends with a line break. */
  write(line: string): void {
    const bytes = Buffer.from(line)
    if (this.#waitingBytes + bytes.length > MAX_WAITING_BYTES) {
      this.#dropped++
      return
    }
    const path = this.#pathNow()
    const last = this.#waiting.at(-1)
    if (last?.path === path) last.lines.push(bytes)
    else this.#waiting.push({path, lines: [bytes]})
    this.#waitingBytes += bytes.length
    if (this.#waitingBytes >= BUFFERED_BYTES && !this.#isBroken) void this.#flush()
  }

  /** Never rejects. */
  async #flush(): Promise<void> {
    if (this.#isFlushing) return
    this.#isFlushing = true
    try {
      for (let next = this.#waiting[0]; next; next = this.#waiting[0]) {
        await this.#append(next)
        if (next.lines.length === 0) this.#waiting.shift()
      }
      this.#isBroken = false
    } catch (error) {
      this.#isBroken = true
      this.#complain(error)
    } finally {
      this.#isFlushing = false
    }
  }

  async #append(waiting: Waiting): Promise<void> {
    await mkdir(this.#folder, {recursive: true})
    const file = await open(waiting.path, 'a')
    try {
      await this.#writeAll(file, waiting)
    } finally {
      await file.close()
    }
  }

  async #writeAll(file: FileHandle, waiting: Waiting): Promise<void> {
    while (waiting.lines.length > 0) {
      const bytes = Buffer.concat(waiting.lines)
      const count = waiting.lines.length
      this.#isWriting = true
      try {
        const {bytesWritten} = await file.write(bytes)
        this.#waitingBytes -= bytesWritten
        const rest = bytes.subarray(bytesWritten)
        waiting.lines.splice(0, count, ...(rest.length > 0 ? [rest] : []))
      } finally {
        this.#isWriting = false
      }
    }
  }

  #flushAtExit(): void {
    try {
      for (const [index, {path, lines}] of this.#waiting.entries()) {
        if (index === 0 && this.#isWriting) continue
        mkdirSync(this.#folder, {recursive: true})
        appendFileSync(path, Buffer.concat(lines))
      }
    } catch (error) {
      this.#complainsAgainAt = 0
      this.#complain(error)
    }
  }

  /** Not with `console`, which says to the log that something was printed. */
  #complain(error: unknown): void {
    const now = Date.now()
    if (now < this.#complainsAgainAt) return
    this.#complainsAgainAt = now + COMPLAIN_AGAIN_MS
    const reason = error instanceof Error ? error.message : String(error)
    const lost = this.#dropped === 0 ? '' : ` ${this.#dropped} lines were dropped.`
    this.#dropped = 0
    process.stderr.write(`The log of ${this.#folder} cannot be written: ${reason}.${lost}\n`)
  }

  #pathNow(): string {
    if (Date.now() >= this.#dayEnds) {
      this.#path = join(this.#folder, `${this.#name}-${today()}.jsonl`)
      this.#dayEnds = nextDay()
    }
    return this.#path
  }
}

const DAY_MS = 24 * 60 * 60 * 1000

const nextDay = () => (Math.floor(Date.now() / DAY_MS) + 1) * DAY_MS

function today(): string {
  return new Date().toISOString().slice(0, 10)
}

const {LOG_DIR, LOG_LEVEL} = process.env
const options = {level: LOG_LEVEL || 'info', base: null}

/**
 * The application's log: one JSON line an event, in a file of each day below `LOG_DIR`, or on standard output. Ids and
 * counts only, never words that a person wrote.
 */
export const logger = LOG_DIR ? pino(options, new DailyFile(LOG_DIR, 'application')) : pino(options)
