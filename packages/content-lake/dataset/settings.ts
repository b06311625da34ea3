import {existsSync} from 'node:fs'
import {readFile} from 'node:fs/promises'
import {z} from 'zod'
import {Mutex} from '../concurrency.ts'
import {writeDurably} from '../files.ts'

const Settings = z.object({
  /** `custom` stands for access rules of a project's own, which this lake does not have: it counts as private. */
  aclMode: z.enum(['public', 'private', 'custom']),
  description: z.string().nullable(),
})
export type Settings = z.output<typeof Settings>

export const SettingsChange = Settings.partial()
export type SettingsChange = z.output<typeof SettingsChange>

const INITIAL: Settings = {aclMode: 'public', description: null}

/** The settings of a dataset that an administrator can change, kept in a file of their own. */
export class DatasetSettings {
  readonly #path: string
  readonly #mutex = new Mutex()
  #current: Settings

  constructor(path: string, initial: SettingsChange = {}) {
    this.#path = path
    this.#current = {...INITIAL, ...initial}
  }

  /** @throws Error when the file is malformed: defaults would make a private dataset public. */
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
