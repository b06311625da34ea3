import {createHash} from 'node:crypto'
import {createWriteStream, openAsBlob} from 'node:fs'
import {open, rename, rm, stat} from 'node:fs/promises'
import {basename, dirname, join} from 'node:path'
import {Writable} from 'node:stream'
import {Decrypter, Encrypter} from 'age-encryption'
import {createTarDecoder, createTarPacker} from 'modern-tar'
import {z} from 'zod'

/**
 * A backup is one file: a tar, packed by gzip, encrypted by age for those whose public keys are given. Its last entry is a manifest with the
 * hash of every other one. So it opens without this program too: `age --decrypt --identity key.txt FILE | tar --extract --gzip`.
 *
 * @see https://age-encryption.org/v1
 */
const MANIFEST = 'manifest.json'
const FORMAT = 1

const count = z.int().min(0)

const factsSchema = z.object({
  /** ISO, of the beginning. */
  madeAt: z.iso.datetime(),
  site: z.string(),
  database: z.object({
    /** Hashes of the migrations that made the tables, the oldest first. */
    migrations: z.array(z.string()),
    /** Rows of each table. */
    tables: z.record(z.string(), count),
    /** The number that each sequence gave out last. */
    sequences: z.record(z.string(), z.string()),
    /** Ids of the keys with which sealed values and keyed hashes were made. The keys themselves are in no backup. */
    keyIds: z.array(z.string()),
  }),
  dataset: z.object({projectId: z.string(), name: z.string(), documents: count, assets: count}),
})

/** What a backup is of. */
export type BackupFacts = z.infer<typeof factsSchema>

const manifestSchema = factsSchema.extend({
  format: z.literal(FORMAT),
  entries: z.array(z.object({name: z.string(), bytes: count, sha256: z.string()})),
})

export type Manifest = z.infer<typeof manifestSchema>

/** Adds a file to an archive. Resolves when the next may come. */
export type AddEntry = (name: string, bytes: Uint8Array) => Promise<void>

/** An archive that cannot be used, in a sentence for the owner. */
export class ArchiveError extends Error {
  override readonly name = 'ArchiveError'
}

/**
 * Writes an archive. It has its name only when it is whole and on the disk: one that was broken off leaves no file.
 *
 * @param recipients public keys, such as `age1…`
 * @param fill adds all entries, and says at the end what they are
 * @throws what `fill` throws, and an error with the code EEXIST when there is such a file
 */
export async function writeArchive(
  file: string,
  recipients: readonly string[],
  fill: (add: AddEntry) => Promise<BackupFacts>,
): Promise<Manifest> {
  const encrypter = new Encrypter()
  for (const recipient of recipients) encrypter.addRecipient(recipient)
  const {readable, controller} = createTarPacker()
  const encrypted = await encrypter.encrypt(readable.pipeThrough(new CompressionStream('gzip')))
  const unfinished = join(dirname(file), `.${basename(file)}.unfinished.age`)
  const written = encrypted.pipeTo(Writable.toWeb(createWriteStream(unfinished, {mode: 0o600, flags: 'wx'})))
  // Heard below, once `fill` has noticed it too.
  written.catch(() => {})
  try {
    const entries: Manifest['entries'] = []
    const put: AddEntry = async (name, bytes) => {
      const writer = controller.add({name, size: bytes.byteLength, type: 'file', mode: 0o600}).getWriter()
      await writer.write(bytes)
      await writer.close()
    }
    const facts = await fill(async (name, bytes) => {
      entries.push({name, bytes: bytes.byteLength, sha256: sha256(bytes)})
      await put(name, bytes)
    })
    const manifest: Manifest = {...facts, format: FORMAT, entries}
    await put(MANIFEST, Buffer.from(`${JSON.stringify(manifest, null, 1)}\n`))
    controller.finalize()
    await written
    await syncToDisk(unfinished)
    if (await isThere(file)) throw Object.assign(new Error(`${file} is there already.`), {code: 'EEXIST'})
    await rename(unfinished, file)
    await syncToDisk(dirname(file))
    return manifest
  } catch (error) {
    controller.error(error)
    // The reason why writing stopped says more than that it did.
    const reason = await written.then(
      () => error,
      (why: unknown) => why ?? error,
    )
    await rm(unfinished, {force: true})
    throw reason
  }
}

/**
 * Reads an archive to its end, and calls `visit` with each entry but the manifest. What an entry holds is proved to be what was written
 * only once all of it is read: read an archive once without `visit` before anything is done with its entries.
 *
 * @param identity the text of a file with a private key, as `age-keygen` writes it
 * @throws ArchiveError when the key does not fit, or a single bit is not as it was written
 */
export async function readArchive(
  file: string,
  identity: string,
  visit: (name: string, bytes: Buffer) => Promise<void> = async () => {},
): Promise<Manifest> {
  const plain = await decrypt(file, identity)
  const hashes = new Map<string, string>()
  let manifest: Manifest | undefined
  // What `visit` throws is no damage of the archive.
  let visiting: {error: unknown} | undefined
  try {
    const entries = plain
      .pipeThrough(copied())
      .pipeThrough(new DecompressionStream('gzip'))
      .pipeThrough(createTarDecoder({strict: true}))
    for await (const {header, body} of entries) {
      const bytes = Buffer.from(await new Response(body).arrayBuffer())
      if (header.name === MANIFEST) manifest = manifestSchema.parse(JSON.parse(bytes.toString('utf8')))
      else {
        hashes.set(header.name, sha256(bytes))
        await visit(header.name, bytes).catch((error: unknown) => {
          visiting = {error}
          throw error
        })
      }
    }
  } catch (error) {
    if (visiting) throw visiting.error
    throw damaged(file, error)
  }
  if (manifest === undefined) throw damaged(file, 'its end is missing')
  const isWhole =
    hashes.size === manifest.entries.length &&
    manifest.entries.every(({name, sha256: hash}) => hashes.get(name) === hash)
  if (!isWhole) throw damaged(file, 'what is in it is not what its manifest names')
  return manifest
}

/** Encrypts a short text, as a file that `age` opens. */
export function sealText(text: string, recipients: readonly string[]): Promise<Uint8Array> {
  const encrypter = new Encrypter()
  for (const recipient of recipients) encrypter.addRecipient(recipient)
  return encrypter.encrypt(text)
}

async function decrypt(file: string, identity: string): Promise<ReadableStream<Uint8Array>> {
  const decrypter = new Decrypter()
  const keys = identity.split('\n').map((line) => line.trim())
  const secret = keys.filter((line) => line !== '' && !line.startsWith('#'))
  try {
    for (const line of secret) decrypter.addIdentity(line)
  } catch {
    throw new ArchiveError('The file of the key holds no private key of age (AGE-SECRET-KEY-…).')
  }
  if (secret.length === 0) throw new ArchiveError('The file of the key is empty.')
  if (!(await isThere(file))) throw new ArchiveError(`There is no file ${file}.`)
  try {
    return await decrypter.decrypt((await openAsBlob(file)).stream())
  } catch (error) {
    if (error instanceof Error && error.message.includes('no identity matched'))
      throw new ArchiveError(
        `This key does not open ${file}: it was made for another one. Take the private key that belongs to a recipient of that time.`,
      )
    throw damaged(file, error)
  }
}

function damaged(file: string, reason: unknown): ArchiveError {
  const why = reason instanceof Error ? reason.message : String(reason)
  return new ArchiveError(
    `${file} is damaged, or no backup of this site (${why}). Nothing was done with it. Take another copy, or an older backup.`,
  )
}

/** The same bytes in memory of their own, which the packed stream insists on. */
const copied = (): TransformStream<Uint8Array, Uint8Array<ArrayBuffer>> =>
  new TransformStream({transform: (chunk, controller) => controller.enqueue(new Uint8Array(chunk))})

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

async function syncToDisk(path: string): Promise<void> {
  const handle = await open(path, 'r')
  await handle.sync().finally(() => handle.close())
}

const isThere = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  )
