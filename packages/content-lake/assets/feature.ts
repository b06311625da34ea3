import {join} from 'node:path'
import {Semaphore} from '../concurrency.ts'
import type {Feature, LakeContext, Route} from '../contracts.ts'
import {type AssetKind, AssetStore, relocateAssets} from './asset-store.ts'
import {deliverAsset} from './delivery.ts'
import {DerivativeCache} from './derivative-cache.ts'
import {uploadAsset} from './uploads.ts'

const MAX_UPLOAD_BYTES = 100 * 1024 * 1024
const MAX_CACHE_BYTES = 256 * 1024 * 1024
/** Images that are decoded at the same time; one may need a gigabyte of memory. */
const MAX_CONCURRENT_IMAGES = 2

/**
 * Uploads and delivery of images and files.
 *
 * @see https://www.sanity.io/docs/http-reference/assets
 */
export function createAssetsFeature(context: LakeContext): Feature {
  const tools = {
    context,
    store: new AssetStore(join(context.dataDir, 'assets')),
    cache: new DerivativeCache(join(context.dataDir, 'derivatives'), MAX_CACHE_BYTES),
    imaging: new Semaphore(MAX_CONCURRENT_IMAGES),
  }
  const routesOf = (kind: AssetKind): Route[] => [
    {
      method: 'POST',
      pattern: `/assets/${kind}/:dataset`,
      access: 'editor',
      maxBody: MAX_UPLOAD_BYTES,
      handle: (request) => uploadAsset(tools, kind, request),
    },
    {
      method: 'GET',
      pattern: `/${kind}/:project/:dataset/:file`,
      access: 'anyone',
      handle: (request) => deliverAsset(tools, kind, request),
    },
    {
      // An address may end with a file name of the page's choice, for search engines.
      method: 'GET',
      pattern: `/${kind}/:project/:dataset/:file/:name`,
      access: 'anyone',
      handle: (request) => deliverAsset(tools, kind, request),
    },
  ]
  context.onDataset(({name, gone}) => {
    gone.addEventListener('abort', () => {
      tools.store.remove(name).catch((error: unknown) => {
        context.log('error', 'the assets of a deleted dataset are still there', {
          dataset: name,
          error: String(error),
        })
      })
    })
  })

  return {
    routes: [...routesOf('images'), ...routesOf('files')],
    started: async () => {
      await tools.store.finishRemovals()
      for (const dataset of context.datasets()) await relocateAssets(dataset, tools.store, context.baseUrl())
    },
  }
}
