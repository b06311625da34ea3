import {createHash} from 'node:crypto'
import type {SanityClient} from '@sanity/client'
import {z} from 'zod'
import type {AddEntry, BackupFacts} from './archive.ts'
import {RestoreRefused} from './database.ts'

const FOLDER = 'dataset'
const DOCUMENTS_AT_ONCE = 100
const EXPORT_TIMEOUT_MS = 15 * 60_000
const ASSET_TIMEOUT_MS = 5 * 60_000

/** Sanity's own host of the pictures and files of all projects. */
const SANITY_CDN = 'https://cdn.sanity.io'

const documentSchema = z.looseObject({_id: z.string(), _type: z.string()})
type Document = z.infer<typeof documentSchema>

/**
 * Adds every document of the dataset, drafts included, and the bytes of every picture and file. Documents of Sanity's own bookkeeping (`_.…`)
 * are left out: nobody may write them.
 *
 * @param client sees drafts; a token with the role Viewer is enough
 * @see https://www.sanity.io/docs/http-reference/export
 */
export async function backUpDataset(client: SanityClient, add: AddEntry): Promise<BackupFacts['dataset']> {
  const {projectId = '', dataset = '', token} = client.config()
  const assets: Document[] = []
  let [documents, part, lines]: [number, number, string[]] = [0, 1, []]
  const flush = async () => {
    if (lines.length === 0) return
    await add(
      `${FOLDER}/documents/${String(part).padStart(6, '0')}.ndjson`,
      Buffer.from(`${lines.join('\n')}\n`),
    )
    ;[part, lines] = [part + 1, []]
  }
  const answer = await fetch(client.getUrl(`/data/export/${dataset}`), {
    headers: {...(token && {authorization: `Bearer ${token}`})},
    signal: AbortSignal.timeout(EXPORT_TIMEOUT_MS),
  })
  if (!answer.ok || answer.body === null)
    throw new Error(`The Content Lake refused to hand out the dataset ${dataset} (${answer.status}).`)
  for await (const line of linesOf(answer.body)) {
    const read = documentSchema.safeParse(JSON.parse(line))
    if (!read.success)
      throw new Error('The Content Lake broke off while it handed out its documents. Try again.')
    if (read.data._id.startsWith('_.')) continue
    if (isAsset(read.data)) assets.push(read.data)
    lines.push(line)
    documents += 1
    if (lines.length === DOCUMENTS_AT_ONCE) await flush()
  }
  await flush()
  for (const asset of assets) await add(`${FOLDER}/assets/${asset._id}`, await fetchAsset(client, asset))
  return {projectId, name: dataset, documents, assets: assets.length}
}

/** Throws RestoreRefused when the dataset is not there or not empty. */
export async function requireEmptyDataset(client: SanityClient): Promise<void> {
  const {dataset} = client.config()
  const count = z.int().parse(await client.fetch('count(*[!(_id in path("_.**"))])'))
  if (count > 0)
    throw new RestoreRefused(
      `The dataset ${dataset} is not empty (${count} documents), and nothing of it is overwritten. Make an empty one and name it in SANITY_DATASET.`,
    )
}

/**
 * Puts the documents and files of a backup into an empty dataset, under the ids that they had. Documents are written twice where they refer to
 * others: a reference to one that is still to come is refused, unless it is a weak one.
 *
 * @param client may write; a token with the role Editor
 * @param entries calls back with every entry of the archive
 */
export async function restoreDataset(
  client: SanityClient,
  entries: (visit: AddEntry) => Promise<unknown>,
): Promise<void> {
  await requireEmptyDataset(client)
  const assets = new Map<string, Document>()
  await entries(async (name, bytes) => {
    for (const document of documentsOf(name, bytes)) if (isAsset(document)) assets.set(document._id, document)
    const asset = assets.get(name.replace(`${FOLDER}/assets/`, ''))
    if (asset !== undefined) await restoreAsset(client, asset, bytes)
  })
  const writeAll = (change: (document: Document) => Document | undefined) =>
    entries(async (name, bytes) => {
      const documents = documentsOf(name, bytes).filter((document) => !isAsset(document))
      const changed = documents.flatMap((document) => change(document) ?? [])
      await write(client, changed)
    })
  await writeAll((document) => weakened(document))
  await writeAll((document) => (hasStrongReference(document) ? document : undefined))
}

/** Sanity takes up to 4 MB at once. */
const MAX_CHARACTERS_AT_ONCE = 1_000_000

async function write(client: SanityClient, documents: readonly Document[]): Promise<void> {
  let [batch, size]: [Document[], number] = [[], 0]
  const flush = async () => {
    if (batch.length > 0) await client.mutate(batch.map((document) => ({createOrReplace: document})))
    ;[batch, size] = [[], 0]
  }
  for (const document of documents) {
    const length = JSON.stringify(document).length
    if (size + length > MAX_CHARACTERS_AT_ONCE) await flush()
    batch.push(document)
    size += length
  }
  await flush()
}

function documentsOf(name: string, bytes: Uint8Array): Document[] {
  if (!name.startsWith(`${FOLDER}/documents/`)) return []
  const lines = Buffer.from(bytes).toString('utf8').trimEnd().split('\n')
  return lines.map((line) => {
    const {_rev, ...document} = documentSchema.parse(JSON.parse(line))
    return document
  })
}

const isAsset = ({_type, _id}: Document) =>
  (_type === 'sanity.imageAsset' || _type === 'sanity.fileAsset') && /^(?:image|file)-[\w-]+$/.test(_id)

/** `image-<hash>-<width>x<height>-<extension>` lies at `<hash>-<width>x<height>.<extension>`. */
function addressOfAsset(client: SanityClient, {_id}: Document): string {
  const {projectId, dataset, apiHost, useProjectHostname} = client.config()
  const [, kind, name, extension] = /^(image|file)-(.+)-(\w+)$/.exec(_id) ?? []
  // Another lake than Sanity's serves its pictures itself.
  const host = useProjectHostname === false ? apiHost : SANITY_CDN
  // As it was uploaded: without it, Sanity leaves out what a camera wrote into a picture.
  return `${host}/${kind}s/${projectId}/${dataset}/${name}.${extension}?dlRaw=true`
}

/** @throws Error when what came is not what was uploaded */
async function fetchAsset(client: SanityClient, asset: Document): Promise<Buffer> {
  const {token} = client.config()
  const answer = await fetch(addressOfAsset(client, asset), {
    headers: {...(token && {authorization: `Bearer ${token}`})},
    signal: AbortSignal.timeout(ASSET_TIMEOUT_MS),
  })
  if (!answer.ok) throw new Error(`The file of ${asset._id} could not be fetched (${answer.status}).`)
  const bytes = Buffer.from(await answer.arrayBuffer())
  if (createHash('sha1').update(bytes).digest('hex') !== hashOfAsset(asset))
    throw new Error(`The file of ${asset._id} is not the one that was uploaded.`)
  return bytes
}

const hashOfAsset = ({_id}: Document) => /^(?:image|file)-([0-9a-f]{40})-/.exec(_id)?.[1]

/** What the Content Lake itself says of a file, anew where it is uploaded to. */
const OWN_FIELDS = new Set([
  ...['_id', '_type', '_rev', '_createdAt', '_updatedAt'],
  ...['assetId', 'extension', 'mimeType', 'path', 'sha1hash', 'size', 'uploadId', 'url'],
])

async function restoreAsset(client: SanityClient, asset: Document, bytes: Uint8Array): Promise<void> {
  const {_id: id, originalFilename, mimeType} = asset
  const {_id: uploaded} = await client.assets.upload(
    id.startsWith('image-') ? 'image' : 'file',
    Buffer.from(bytes),
    {
      filename: typeof originalFilename === 'string' ? originalFilename : `${id}.${/\w+$/.exec(id)?.[0]}`,
      ...(typeof mimeType === 'string' && {contentType: mimeType}),
      timeout: ASSET_TIMEOUT_MS,
    },
  )
  if (uploaded !== id)
    throw new Error(`The Content Lake keeps the file ${id} as ${uploaded}, where no document would find it.`)
  const written = Object.entries(asset).filter(([name]) => !OWN_FIELDS.has(name))
  if (written.length > 0) await client.patch(id).set(Object.fromEntries(written)).commit()
}

const referenceSchema = z.looseObject({_ref: z.string(), _weak: z.boolean().optional()})

/** The same with all references weak. */
function weakened(document: Document): Document {
  const weaken = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(weaken)
    if (typeof value !== 'object' || value === null) return value
    const copy = Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, weaken(inner)]))
    return isStrongReference(value) ? {...copy, _weak: true} : copy
  }
  return documentSchema.parse(weaken(document))
}

function hasStrongReference(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  return isStrongReference(value) || Object.values(value).some(hasStrongReference)
}

function isStrongReference(value: object): boolean {
  const reference = referenceSchema.safeParse(value)
  return reference.success && reference.data._weak !== true
}

/** By line feeds alone: Node's `readline` also breaks lines at characters that may stand within JSON. */
async function* linesOf(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder()
  let rest = ''
  for await (const chunk of body) {
    const lines = (rest + decoder.decode(chunk, {stream: true})).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) if (line !== '') yield line
  }
  if (rest !== '') yield rest
}
