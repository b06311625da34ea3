import {randomUUID} from 'node:crypto'
import {mkdir, readdir, readFile, rename, rm, stat, writeFile} from 'node:fs/promises'
import {join} from 'node:path'

/**
 * Derivatives on disk, at most `maxBytes` of them; the least recently used are removed first. They can be made again, so
 * writes are not synchronised.
 */
export class DerivativeCache {
  readonly #directory: string
  readonly #maxBytes: number
  /** Sizes by name; a Map keeps insertion order, so the first is the least recently used. */
  readonly #sizes = new Map<string, number>()
  readonly #making = new Map<string, Promise<Buffer>>()
  #ready: Promise<void> | undefined
  #bytes = 0

  constructor(directory: string, maxBytes: number) {
    this.#directory = directory
    this.#maxBytes = maxBytes
  }

  /** The cached bytes, or what `make` gives; simultaneous requests for one name share one call. */
  async get(name: string, make: () => Promise<Buffer>): Promise<Buffer> {
    this.#ready ??= this.#load()
    await this.#ready
    const underway = this.#making.get(name)
    if (underway) return underway
    const result = this.#readOrMake(name, make).finally(() => this.#making.delete(name))
    this.#making.set(name, result)
    return result
  }

  async #readOrMake(name: string, make: () => Promise<Buffer>): Promise<Buffer> {
    const size = this.#sizes.get(name)
    if (size !== undefined) {
      this.#sizes.delete(name)
      const cached = await readFile(join(this.#directory, name)).catch(() => null)
      if (cached) {
        this.#sizes.set(name, size)
        return cached
      }
      this.#bytes -= size
    }
    const made = await make()
    await this.#keep(name, made)
    return made
  }

  async #keep(name: string, bytes: Buffer): Promise<void> {
    if (bytes.length > this.#maxBytes) return
    const temporary = join(this.#directory, `${name}.${randomUUID()}.tmp`)
    await writeFile(temporary, bytes)
    await rename(temporary, join(this.#directory, name))
    this.#sizes.set(name, bytes.length)
    this.#bytes += bytes.length
    for (const [oldest, size] of this.#sizes) {
      if (this.#bytes <= this.#maxBytes) break
      this.#sizes.delete(oldest)
      this.#bytes -= size
      await rm(join(this.#directory, oldest), {force: true})
    }
  }

  async #load(): Promise<void> {
    await mkdir(this.#directory, {recursive: true})
    const names = await readdir(this.#directory)
    const unfinished = names.filter((name) => name.endsWith('.tmp'))
    await Promise.all(unfinished.map((name) => rm(join(this.#directory, name), {force: true})))
    const files = await Promise.all(
      names
        .filter((name) => !name.endsWith('.tmp'))
        .map(async (name) => ({name, ...(await fileFacts(join(this.#directory, name)))})),
    )
    for (const {name, size} of files.toSorted((one, other) => one.modified - other.modified)) {
      this.#sizes.set(name, size)
      this.#bytes += size
    }
  }
}

async function fileFacts(path: string): Promise<{size: number; modified: number}> {
  const {size, mtimeMs} = await stat(path)
  return {size, modified: mtimeMs}
}
