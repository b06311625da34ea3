import {join} from 'node:path'
import pino from 'pino'

const FLUSH_MS = 500
const BUFFERED_BYTES = 4_096

/** Lines in a file of each day, `<name>-2026-01-31.jsonl`, by the clock of Greenwich. */
export class DailyFile {
  readonly #folder: string
  readonly #name: string
  readonly #file: ReturnType<typeof pino.destination>
  #day: string

  constructor(folder: string, name: string) {
    this.#folder = folder
    this.#name = name
    this.#day = today()
    this.#file = pino.destination({dest: this.#path(), mkdir: true, sync: false, minLength: BUFFERED_BYTES})
    setInterval(() => this.#file.flush(), FLUSH_MS).unref()
    process.once('exit', () => this.#file.flushSync())
  }

  /** Adds a line, which ends with a line break. */
  write(line: string): void {
    const day = today()
    if (day !== this.#day) {
      this.#day = day
      this.#file.reopen(this.#path())
    }
    this.#file.write(line)
  }

  #path(): string {
    return join(this.#folder, `${this.#name}-${this.#day}.jsonl`)
  }
}

function today(): string {
  return new Date().toISOString().slice(0, 10)
}
