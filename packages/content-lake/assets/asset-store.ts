import {stat} from 'node:fs/promises'
import {join} from 'node:path'
import type {Dataset, LakeDocument, MutationInput} from '../contracts.ts'
import {finishRemovals, isMissingFile, removeDirectory, writeDurably} from '../files.ts'

export type AssetKind = 'images' | 'files'

/** The name of an asset's file and its parts. It is made of a hash of the content, so equal bytes have one name. */
export type AssetFile = {
  kind: AssetKind
  /** `<sha1>-<width>x<height>.<extension>` for images, `<sha1>.<extension>` for files. */
  fileName: string
  /** The id of the asset's document, for example `image-<sha1>-300x200-png`. */
  documentId: string
  sha1: string
  extension: string
}

const IMAGE_NAME = /^([a-f0-9]{40})-(\d+x\d+)\.([a-z0-9]+)$/
const FILE_NAME = /^([a-f0-9]{40})\.([a-z0-9]+)$/

export function imageFile(sha1: string, width: number, height: number, extension: string): AssetFile {
  return {
    kind: 'images',
    fileName: `${sha1}-${width}x${height}.${extension}`,
    documentId: `image-${sha1}-${width}x${height}-${extension}`,
    sha1,
    extension,
  }
}

export function plainFile(sha1: string, extension: string): AssetFile {
  return {
    kind: 'files',
    fileName: `${sha1}.${extension}`,
    documentId: `file-${sha1}-${extension}`,
    sha1,
    extension,
  }
}

/** Reads the last part of an asset's address; null for every name that is not an asset's (a path, for example). */
export function parseAssetFile(kind: AssetKind, fileName: string): AssetFile | null {
  const match = (kind === 'images' ? IMAGE_NAME : FILE_NAME).exec(fileName)
  if (!match) return null
  const sha1 = match[1] ?? ''
  if (kind === 'files') return plainFile(sha1, match[2] ?? '')
  const [width, height] = (match[2] ?? '').split('x').map(Number)
  return imageFile(sha1, width ?? 0, height ?? 0, match[3] ?? '')
}

/** The bytes of assets, by dataset. They are kept when their document is deleted, which may be restored from history. */
export class AssetStore {
  readonly #directory: string

  constructor(directory: string) {
    this.#directory = directory
  }

  /** Finishes removals of datasets' assets that a crash has interrupted. */
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
      if (isMissingFile(error)) return null
      throw error
    }
  }

  /** Resolves when the bytes are on disk. */
  async put(dataset: string, file: AssetFile, bytes: Buffer): Promise<void> {
    if ((await this.sizeOf(dataset, file)) === bytes.length) return
    await writeDurably(this.pathOf(dataset, file), bytes)
  }
}

/**
 * Corrects the addresses of assets in their documents, which contain the host and port of the lake, after it was started
 * on another port. Assets that the lake does not store keep their addresses.
 */
export async function relocateAssets(dataset: Dataset, store: AssetStore, baseUrl: string): Promise<void> {
  const mutations: MutationInput[] = []
  for (const document of dataset.documents().values()) {
    const file = fileOf(document)
    const url = `${baseUrl}/${document.path}`
    if (!file || document.url === url || (await store.sizeOf(dataset.name, file)) === null) continue
    mutations.push({patch: {id: document._id, set: {url}}})
  }
  if (mutations.length > 0) await dataset.commit(mutations, {identity: null})
}

function fileOf({_type, path}: LakeDocument) {
  if (typeof path !== 'string') return null
  const name = path.split('/').at(-1) ?? ''
  if (_type === 'sanity.imageAsset') return parseAssetFile('images', name)
  return _type === 'sanity.fileAsset' ? parseAssetFile('files', name) : null
}
