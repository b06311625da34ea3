import {stat} from 'node:fs/promises'
import {join} from 'node:path'
import {finishRemovals, removeDirectory, writeDurably} from '../files.ts'
import type {AssetFile} from './asset-file.ts'

/** The bytes of assets, by dataset. They stay for as long as it does: a deleted document may come back from history. */
export class AssetStore {
  readonly #directory: string

  constructor(directory: string) {
    this.#directory = directory
  }

  /** Removes what deleted datasets have left. */
  async finishRemovals(): Promise<void> {
    await finishRemovals(this.#directory)
  }

  /** Removes the assets of a dataset. */
  async remove(dataset: string): Promise<void> {
    await removeDirectory(join(this.#directory, dataset))
  }

  pathOf(dataset: string, file: AssetFile): string {
    return join(this.#directory, dataset, file.kind, file.fileName)
  }

  /** Size in bytes, or null when there is no such file. */
  async sizeOf(dataset: string, file: AssetFile): Promise<number | null> {
    try {
      return (await stat(this.pathOf(dataset, file))).size
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
      throw error
    }
  }

  /** Resolves when the bytes are on disk. */
  async put(dataset: string, file: AssetFile, bytes: Buffer): Promise<void> {
    if ((await this.sizeOf(dataset, file)) === bytes.length) return
    await writeDurably(this.pathOf(dataset, file), bytes)
  }
}
