import {createHash} from 'node:crypto'
import {createReadStream} from 'node:fs'
import {Readable} from 'node:stream'
import type {Semaphore} from '../concurrency.ts'
import type {LakeContext, LakeDocument, LakeRequest} from '../contracts.ts'
import {httpError} from '../errors.ts'
import {streamTo} from '../http/event-stream.ts'
import {type AssetFile, type AssetKind, type AssetStore, parseAssetFile} from './asset-store.ts'
import type {DerivativeCache} from './derivative-cache.ts'
import {renderImage} from './render-image.ts'
import {OUTPUT_TYPES, type OutputFormat, outputFormat, parseTransform, type Transform} from './transform.ts'

type Tools = {context: LakeContext; store: AssetStore; cache: DerivativeCache; imaging: Semaphore}
type Located = {file: AssetFile; document: LakeDocument; path: string; size: number}

/** Part of every derivative's name; to be raised when the renderer's output for the same parameters changes. */
const RENDERER_VERSION = 1

/**
 * Every editor can upload files, and a browser shows them under the lake's origin: scripts in SVG or HTML must not run, and
 * the browser must not guess another type.
 */
const SANDBOX_HEADERS = {
  'content-security-policy': "default-src 'none'; img-src data:; style-src 'unsafe-inline'; sandbox",
  'x-content-type-options': 'nosniff',
  'cross-origin-resource-policy': 'cross-origin',
}

/** The content of an address never changes. */
const IMMUTABLE = 'public, max-age=31536000, immutable'

/**
 * Answers an asset's bytes, or a derivative of an image. An asset is reachable as long as its document exists.
 *
 * @throws ApiError 404 when there is no such asset, 400 for an invalid transformation.
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
    RENDERER_VERSION,
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

/** The file name for a download, from the parameter `dl`; when it is empty, the name with which the asset was uploaded. */
function downloadName(search: URLSearchParams, {file, document}: Located): string | undefined {
  const asked = search.get('dl')
  if (asked === null) return undefined
  if (asked !== '') return asked
  return typeof document.originalFilename === 'string' ? document.originalFilename : file.fileName
}

/** The answer for one address. Its bytes are loaded only when the client does not have them. */
type Representation = {
  /** Identifies the bytes: equal for equal bytes. */
  etag: string
  contentType: string
  headers: Record<string, string>
  load(): Promise<{length: number; stream: Readable}>
}

/** Sends a representation, or 304 when the client has it. @param download - File name with which it is sent as an attachment. */
async function respond(
  {incoming, outgoing, method}: LakeRequest,
  {etag, contentType, headers, load, download}: Representation & {download?: string},
): Promise<undefined> {
  const tag = `"${etag}"`
  const loaded = incoming.headers['if-none-match']?.includes(tag) ? null : await load()
  // Set after the bytes are loaded: the error answer of a derivative that cannot be made must not be cached.
  outgoing.setHeader('etag', tag)
  outgoing.setHeader('cache-control', IMMUTABLE)
  for (const [name, value] of Object.entries({...SANDBOX_HEADERS, ...headers}))
    outgoing.appendHeader(name, value)
  if (!loaded) {
    outgoing.writeHead(304).end()
    return
  }
  const {length, stream} = loaded
  outgoing.setHeader('content-type', contentType)
  outgoing.setHeader('content-length', length)
  if (download !== undefined) outgoing.setHeader('content-disposition', attachment(download))
  if (method === 'HEAD') {
    stream.destroy()
    outgoing.writeHead(200).end()
    return
  }
  outgoing.writeHead(200)
  await streamTo(outgoing, stream)
}

/** An ASCII name for old clients and the full one for all others, see RFC 6266, section 4.3. */
function attachment(name: string): string {
  const plain = name.replace(/[^\w.-]+/g, '_')
  return `attachment; filename="${plain}"; filename*=UTF-8''${encodeURIComponent(name).replace(/['()*]/g, escapeByte)}`
}

function escapeByte(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`
}
