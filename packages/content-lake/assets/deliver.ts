import {createHash} from 'node:crypto'
import {createReadStream} from 'node:fs'
import {Readable} from 'node:stream'
import type {Semaphore} from '../concurrency.ts'
import type {LakeContext, LakeDocument, LakeRequest} from '../contracts.ts'
import {httpError} from '../errors.ts'
import {type AssetFile, type AssetKind, parseAssetFile} from './asset-file.ts'
import type {AssetStore} from './asset-store.ts'
import type {DerivativeCache} from './derivative-cache.ts'
import {OUTPUT_TYPES, type OutputFormat, outputFormat} from './output-format.ts'
import {renderImage} from './render-image.ts'
import {type Representation, respond} from './respond.ts'
import {parseTransform, type Transform} from './transform.ts'

type Tools = {context: LakeContext; store: AssetStore; cache: DerivativeCache; imaging: Semaphore}
type Located = {file: AssetFile; document: LakeDocument; path: string; size: number}

/** Part of every derivative's name: change it when the renderer makes something else of the same parameters. */
const RENDERER = 1

/**
 * Answers an asset's bytes, or a derivative of an image. An asset is reachable as long as its document exists.
 *
 * @throws ApiError 404 when there is no such asset, 400 for a transformation that cannot be.
 */
export async function deliverAsset(tools: Tools, kind: AssetKind, request: LakeRequest): Promise<undefined> {
  const located = await locate(tools, kind, request.params)
  const transform = kind === 'images' ? parseTransform(request.search) : null
  const accept = request.incoming.headers.accept ?? ''
  const format = transform && outputFormat(located.file.extension, transform, accept)
  const download = downloadName(request.search, located)
  const representation =
    transform && format ? derivative(tools, located, transform, format) : original(located)
  await respond(request, {...representation, download})
}

async function locate(
  {context, store}: Tools,
  kind: AssetKind,
  params: LakeRequest['params'],
): Promise<Located> {
  const {project, dataset = '', file: name = ''} = params
  const file = parseAssetFile(kind, name)
  if (!file || project !== context.projectId) throw httpError(404, 'Asset not found')
  const document = context.dataset(dataset).documents().get(file.documentId)
  const size = await store.sizeOf(dataset, file)
  if (!document || size === null) throw httpError(404, 'Asset not found')
  return {file, document, path: store.pathOf(dataset, file), size}
}

function original({file, document, path, size}: Located): Representation {
  return {
    etag: file.sha1,
    contentType: typeof document.mimeType === 'string' ? document.mimeType : 'application/octet-stream',
    // Read by `@sanity/export` to check what it has downloaded.
    headers: {'x-sanity-sha1': file.sha1},
    load: async () => ({length: size, stream: createReadStream(path)}),
  }
}

function derivative(
  {cache, imaging}: Tools,
  {file, path}: Located,
  transform: Transform,
  format: OutputFormat,
): Representation {
  const recipe = JSON.stringify([
    RENDERER,
    file.fileName,
    format,
    {...transform, auto: undefined, fm: undefined},
  ])
  const etag = createHash('sha256').update(recipe).digest('hex').slice(0, 40)
  const chosenByAccept = transform.auto === 'format' && transform.fm === undefined
  return {
    etag,
    contentType: OUTPUT_TYPES[format],
    headers: chosenByAccept ? {vary: 'Accept'} : {},
    load: async () => {
      const make = () => imaging.run(() => renderImage(path, transform, format))
      const bytes = await cache.get(`${etag}.${format}`, make)
      return {length: bytes.length, stream: Readable.from([bytes])}
    },
  }
}

/** The name that `dl` asks a download to have; without a value, the one that the asset was uploaded with. */
function downloadName(search: URLSearchParams, {file, document}: Located): string | undefined {
  const asked = search.get('dl')
  if (asked === null) return undefined
  if (asked !== '') return asked
  return typeof document.originalFilename === 'string' ? document.originalFilename : file.fileName
}
