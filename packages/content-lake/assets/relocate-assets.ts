import type {Dataset, LakeDocument, MutationInput} from '../contracts.ts'
import {parseAssetFile} from './asset-file.ts'
import type {AssetStore} from './asset-store.ts'

/**
 * An asset's document holds the whole address of its bytes, as the hosted service's does. A lake that was moved to another
 * port sets right the addresses of those that it stores; others lie elsewhere and stay.
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
