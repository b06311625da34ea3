import {join} from 'node:path'
import pino from 'pino'

const FLUSH_MS = 500
const BUFFERED_BYTES = 4_096

/** Lines in one file a day, `<name>-2026-01-31.jsonl`; a day begins at midnight UTC. */
export class DailyFile {
  readonly #folder: string
  readonly #name: string
  readonly #file: ReturnType<typeof pino.destination>
  #day: string
  /** Milliseconds since the epoch at which the next day begins. */
  #dayEnds: number

  constructor(folder: string, name: string) {
    this.#folder = folder
    this.#name = name
    this.#day = today()
    this.#dayEnds = nextDay()
    this.#file = pino.destination({dest: this.#path(), mkdir: true, sync: false, minLength: BUFFERED_BYTES})
    setInterval(() => this.#file.flush(), FLUSH_MS).unref()
    process.once('exit', () => this.#file.flushSync())
  }

  /** Adds a line, which ends with a line break. */
  write(line: string): void {
    if (Date.now() >= this.#dayEnds) {
      this.#day = today()
      this.#dayEnds = nextDay()
      this.#file.reopen(this.#path())
    }
    this.#file.write(line)
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
