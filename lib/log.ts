import {join} from 'node:path'
import pino from 'pino'

const FLUSH_MS = 500
const BUFFERED_BYTES = 4_096
/** What waits in memory at the most while a disk is full. */
const MAX_WAITING_BYTES = 4 * 1024 * 1024
const OPEN_AGAIN_MS = 10_000
const COMPLAIN_AGAIN_MS = 60_000

/**
 * Lines in one file a day, `<name>-2026-01-31.jsonl`; a day begins at midnight UTC.
 *
 * A disk that is full, or a folder that cannot be written, stops nothing else: the standard error says so once a minute. Lines wait
 * in memory until there is room again; without a file they go to the standard output, until it can be opened.
 */
export class DailyFile {
  readonly #folder: string
  readonly #name: string
  #file: ReturnType<typeof pino.destination>
  /** Before, nothing may be flushed: it would throw. */
  #isOpen = false
  #day: string
  /** Milliseconds since the epoch at which the next day begins. */
  #dayEnds: number
  /** When a file that could not be opened is tried again. */
  #opensAgainAt: number | undefined
  #complainsAgainAt = 0

  constructor(folder: string, name: string) {
    this.#folder = folder
    this.#name = name
    this.#day = today()
    this.#dayEnds = nextDay()
    this.#file = this.#open()
    setInterval(() => this.#isOpen && this.#file.flush(), FLUSH_MS).unref()
    process.once('exit', () => this.#flushAtExit())
  }

  /** Adds a line, which ends with a line break. */
  write(line: string): void {
    const now = Date.now()
    if (this.#opensAgainAt !== undefined) {
      if (now < this.#opensAgainAt) return void process.stdout.write(line)
      this.#opensAgainAt = undefined
      this.#file = this.#open()
    }
    if (now >= this.#dayEnds) {
      this.#day = today()
      this.#dayEnds = nextDay()
      this.#file.reopen(this.#path())
    }
    this.#file.write(line)
  }

  #open() {
    const how = {mkdir: true, sync: false, minLength: BUFFERED_BYTES, maxLength: MAX_WAITING_BYTES}
    const file = pino.destination({dest: this.#path(), ...how})
    this.#isOpen = false
    file.on('ready', () => {
      this.#isOpen = true
    })
    file.on('error', (error: Error) => this.#failed(error))
    return file
  }

  #failed({message}: Error): void {
    const now = Date.now()
    if (!this.#isOpen) this.#opensAgainAt = now + OPEN_AGAIN_MS
    if (now < this.#complainsAgainAt) return
    this.#complainsAgainAt = now + COMPLAIN_AGAIN_MS
    console.error(`The log file ${this.#path()} cannot be written: ${message}`)
  }

  #flushAtExit(): void {
    try {
      if (this.#isOpen) this.#file.flushSync()
    } catch (error) {
      this.#complainsAgainAt = 0
      this.#failed(error instanceof Error ? error : new Error(String(error)))
    }
  }

  #path(): string {
    return join(this.#folder, `${this.#name}-${this.#day}.jsonl`)
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
