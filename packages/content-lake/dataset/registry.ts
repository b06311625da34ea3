import {mkdirSync} from 'node:fs'
import {mkdir, readdir} from 'node:fs/promises'
import {join} from 'node:path'
import type {Dataset, LakeContext, QueryEngine} from '../contracts.ts'
import {httpError} from '../errors.ts'
import {finishRemovals, removeDirectory} from '../files.ts'
import type {Settings, SettingsChange} from './settings.ts'
import {StoredDataset} from './stored-dataset.ts'

const NAME = /^[a-z0-9_][a-z0-9_-]{0,63}$/

type Options = {
  projectId: string
  /** Directory that holds one folder for each dataset. */
  directory: string
  log: LakeContext['log']
  createEngine: (dataset: Dataset) => QueryEngine
}

/** The datasets of a lake. One is made by the first authorised write to it, or by an administrator. */
export class DatasetRegistry {
  readonly #options: Options
  readonly #datasets = new Map<string, StoredDataset>()
  readonly #engines = new Map<Dataset, QueryEngine>()
  /** Names of datasets that are being deleted and whose directories still exist. */
  readonly #removing = new Set<string>()
  readonly #listeners: ((dataset: Dataset) => void)[] = []

  constructor(options: Options) {
    this.#options = options
  }

  /** @throws DamagedLogError when the log of a dataset is damaged. */
  static async open(options: Options): Promise<DatasetRegistry> {
    const registry = new DatasetRegistry(options)
    await mkdir(options.directory, {recursive: true})
    await finishRemovals(options.directory)
    for (const entry of await readdir(options.directory, {withFileTypes: true})) {
      if (entry.isDirectory() && NAME.test(entry.name)) {
        registry.#add(await StoredDataset.open(registry.#optionsOf(entry.name)))
      }
    }
    return registry
  }

  /** @throws ApiError 404 when there is no such dataset, 400 when it cannot be made under that name. */
  get(name: string, {create = false}: {create?: boolean} = {}): StoredDataset {
    const dataset = this.#datasets.get(name)
    if (dataset) return dataset
    if (!create) throw this.#notFound(name)
    return this.#make(name, {})
  }

  /** Makes a dataset, which has these settings from the first moment. @throws ApiError 400, or 409 when it exists. */
  async create(name: string, settings: SettingsChange): Promise<Settings> {
    if (this.#datasets.has(name)) throw httpError(409, `Dataset "${name}" already exists`)
    return this.#make(name, settings).settings.change({})
  }

  /** Removes a dataset with all its documents, their history and its settings. @throws ApiError 404. */
  async remove(name: string): Promise<void> {
    const dataset = this.get(name)
    const engine = this.#engines.get(dataset)
    this.#datasets.delete(name)
    this.#engines.delete(dataset)
    // When the removal fails, the name stays taken: its directory may still hold documents.
    this.#removing.add(name)
    await dataset.end()
    await engine?.close()
    await removeDirectory(this.#optionsOf(name).directory)
    this.#removing.delete(name)
  }

  all(): StoredDataset[] {
    return [...this.#datasets.values()]
  }

  onDataset(listener: (dataset: Dataset) => void): void {
    this.#listeners.push(listener)
    for (const dataset of this.all()) listener(dataset)
  }

  /** The engine of a dataset; its threads start with the first query. */
  engine(dataset: Dataset): QueryEngine {
    if (dataset.gone.aborted) throw this.#notFound(dataset.name)
    const engine = this.#engines.get(dataset) ?? this.#options.createEngine(dataset)
    this.#engines.set(dataset, engine)
    return engine
  }

  async close(): Promise<void> {
    for (const engine of this.#engines.values()) await engine.close()
    for (const dataset of this.all()) await dataset.close()
  }

  #make(name: string, settings: SettingsChange): StoredDataset {
    if (!NAME.test(name)) throw httpError(400, `Invalid dataset name ${JSON.stringify(name)}`)
    if (this.#removing.has(name)) throw httpError(409, `Dataset "${name}" is being deleted`)
    const options = this.#optionsOf(name)
    mkdirSync(options.directory, {recursive: true})
    return this.#add(StoredDataset.create(options, settings))
  }

  #notFound(name: string): Error {
    return httpError(404, `Dataset "${name}" not found for project ID "${this.#options.projectId}"`)
  }

  #add(dataset: StoredDataset): StoredDataset {
    this.#datasets.set(dataset.name, dataset)
    for (const listener of this.#listeners) listener(dataset)
    return dataset
  }

  #optionsOf(name: string) {
    const {projectId, directory, log} = this.#options
    const select = (query: string, params: Record<string, unknown>) =>
      this.engine(this.get(name)).select(query, params)
    return {projectId, name, directory: join(directory, name), log, select}
  }
}
