import {mkdirSync} from 'node:fs'
import {mkdir, readdir} from 'node:fs/promises'
import {join} from 'node:path'
import type {Dataset, LakeContext, QueryEngine} from '../contracts.ts'
import {httpError} from '../errors.ts'
import {TransactionIndex} from '../history/transaction-index.ts'
import {StoredDataset} from './stored-dataset.ts'

const NAME = /^[a-z0-9_][a-z0-9_-]{0,63}$/

type Options = {
  projectId: string
  /** Directory that holds one folder for each dataset. */
  directory: string
  log: LakeContext['log']
  createEngine: (dataset: Dataset) => QueryEngine
}

/** The datasets of a lake. One comes to be when somebody who may writes to it. */
export class DatasetRegistry {
  readonly #options: Options
  readonly #datasets = new Map<string, StoredDataset>()
  readonly #engines = new Map<string, QueryEngine>()
  readonly #listeners: ((dataset: Dataset) => void)[] = []

  constructor(options: Options) {
    this.#options = options
  }

  /** @throws DamagedLogError when the log of a dataset is harmed. */
  static async open(options: Options): Promise<DatasetRegistry> {
    const registry = new DatasetRegistry(options)
    await mkdir(options.directory, {recursive: true})
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
    if (!create)
      throw httpError(404, `Dataset "${name}" not found for project ID "${this.#options.projectId}"`)
    if (!NAME.test(name)) throw httpError(400, `Invalid dataset name ${JSON.stringify(name)}`)
    const options = this.#optionsOf(name)
    mkdirSync(options.directory, {recursive: true})
    return this.#add(
      new StoredDataset(options, {documents: new Map(), index: new TransactionIndex(), snapshotSize: 0}),
    )
  }

  all(): StoredDataset[] {
    return [...this.#datasets.values()]
  }

  onDataset(listener: (dataset: Dataset) => void): void {
    this.#listeners.push(listener)
    for (const dataset of this.all()) listener(dataset)
  }

  /** The engine of a dataset; its threads start with the first query. */
  engine({name}: Dataset): QueryEngine {
    const engine = this.#engines.get(name) ?? this.#options.createEngine(this.get(name))
    this.#engines.set(name, engine)
    return engine
  }

  async close(): Promise<void> {
    for (const engine of this.#engines.values()) await engine.close()
    for (const dataset of this.all()) await dataset.close()
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
