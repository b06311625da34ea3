import {createHash, randomUUID} from 'node:crypto'
import type {Semaphore} from '../concurrency.ts'
import type {Dataset, LakeContext, LakeRequest, LakeResponse} from '../contracts.ts'
import {httpError} from '../errors.ts'
import {type AssetFile, type AssetKind, type AssetStore, imageFile, plainFile} from './asset-store.ts'
import {imageMetadata, inspectImage, metadataOptions} from './image-metadata.ts'

type Upload = {file: AssetFile; mimeType: string; metadata?: () => Promise<Record<string, unknown>>}
type Tools = {context: LakeContext; store: AssetStore; imaging: Semaphore}

/**
 * Stores an uploaded asset and answers `{document}`. When the same bytes are uploaded again, their document is answered
 * unchanged, with what editors have written in it.
 *
 * @throws ApiError 400 for an empty body, an unreadable image or an unknown metadata option.
 */
export async function uploadAsset(
  tools: Tools,
  kind: AssetKind,
  request: LakeRequest,
): Promise<LakeResponse> {
  if (request.body.length === 0) throw httpError(400, 'The uploaded asset is empty')
  const dataset = tools.context.dataset(request.params.dataset ?? '', {create: true})
  const upload = await (kind === 'images' ? readImage(tools, request) : readFile(request))

  await tools.store.put(dataset.name, upload.file, request.body)
  const present = dataset.documents().get(upload.file.documentId)
  return {body: {document: present ?? (await createDocument(tools, dataset, request, upload))}}
}

async function readImage({imaging}: Tools, {body, search}: LakeRequest): Promise<Upload> {
  const options = metadataOptions(search)
  const facts = await imaging.run(() => inspectImage(body))
  return {
    file: imageFile(sha1Of(body), facts.width, facts.height, facts.extension),
    mimeType: facts.mimeType,
    metadata: () => imaging.run(() => imageMetadata(body, facts, options)),
  }
}

async function readFile({body, search, incoming}: LakeRequest): Promise<Upload> {
  const extension = /\.([a-z0-9]{1,10})$/i.exec(search.get('filename') ?? '')?.[1] ?? 'bin'
  return {
    file: plainFile(sha1Of(body), extension.toLowerCase()),
    mimeType: incoming.headers['content-type'] || 'application/octet-stream',
  }
}

async function createDocument(
  {context}: Tools,
  dataset: Dataset,
  request: LakeRequest,
  {file, mimeType, metadata}: Upload,
) {
  const path = `${file.kind}/${context.projectId}/${dataset.name}/${file.fileName}`
  const document = {
    _id: file.documentId,
    _type: file.kind === 'images' ? 'sanity.imageAsset' : 'sanity.fileAsset',
    assetId: file.sha1,
    extension: file.extension,
    mimeType,
    ...(metadata && {metadata: await metadata()}),
    ...describeUpload(request.search),
    path,
    sha1hash: file.sha1,
    size: request.body.length,
    uploadId: randomUUID().replaceAll('-', ''),
    url: `${context.baseUrl()}/${path}`,
  }
  await dataset.commit([{createIfNotExists: document}], {identity: request.identity})
  return dataset.documents().get(file.documentId)
}

function sha1Of(bytes: Buffer): string {
  return createHash('sha1').update(bytes).digest('hex')
}

/** The descriptive parameters of an upload as attributes of its document. */
function describeUpload(search: URLSearchParams): Record<string, unknown> {
  const given = (name: string, as: string = name) => {
    const value = search.get(name)
    return value ? {[as]: value} : {}
  }
  const source = {...given('sourceId', 'id'), ...given('sourceName', 'name'), ...given('sourceUrl', 'url')}
  return {
    ...given('filename', 'originalFilename'),
    ...given('label'),
    ...given('title'),
    ...given('description'),
    ...given('creditLine'),
    ...(Object.keys(source).length > 0 && {source}),
  }
}
