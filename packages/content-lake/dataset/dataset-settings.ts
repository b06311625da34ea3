import {existsSync} from 'node:fs'
import {readFile} from 'node:fs/promises'
import {z} from 'zod'
import {Mutex} from '../concurrency.ts'
import {writeDurably} from '../files.ts'

const Settings = z.object({
  /** `custom` is for access rules of one's own, which this lake has none of: nothing is public by it. */
  aclMode: z.enum(['public', 'private', 'custom']),
  description: z.string().nullable(),
})
export type Settings = z.output<typeof Settings>

export const SettingsChange = Settings.partial()
export type SettingsChange = z.output<typeof SettingsChange>

const INITIAL: Settings = {aclMode: 'public', description: null}

/** What an administrator decides about a dataset, kept in a file of its own. */
export class DatasetSettings {
  readonly #path: string
  readonly #mutex = new Mutex()
  #current: Settings

  constructor(path: string, initial: SettingsChange = {}) {
    this.#path = path
    this.#current = {...INITIAL, ...initial}
  }

  /** @throws Error when the file is malformed: what was private must not become public by mistake. */
  static async open(path: string): Promise<DatasetSettings> {
    if (!existsSync(path)) return new DatasetSettings(path)
    return new DatasetSettings(path, Settings.parse(JSON.parse(await readFile(path, 'utf8'))))
  }

  get current(): Settings {
    return this.#current
  }

  /** Changes what is given and keeps the rest. Takes effect, and resolves, once it is on disk. */
  change(changes: SettingsChange): Promise<Settings> {
    return this.#mutex.runExclusive(async () => {
      const changed = {...this.#current, ...changes}
      await writeDurably(this.#path, JSON.stringify(changed))
      this.#current = changed
      return changed
    })
  }
}
