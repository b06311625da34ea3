import {promisify} from 'node:util'
import {deserialize, serialize} from 'node:v8'
import {zstdCompress, zstdDecompress} from 'node:zlib'
import type {CacheHandlerValue} from 'next/dist/server/lib/incremental-cache'

const compress = promisify(zstdCompress)
const decompress = promisify(zstdDecompress)

/** An entry as bytes. Pages hold buffers and maps, and say most things twice. */
export async function pack(entry: CacheHandlerValue): Promise<Buffer> {
  return compress(serialize(entry))
}

/** The entry again; nothing when another version of Node packed it in a way that this one does not know. */
export async function unpack(bytes: Buffer): Promise<CacheHandlerValue | null> {
  try {
    const entry: CacheHandlerValue = deserialize(await decompress(bytes))
    return entry
  } catch {
    return null
  }
}
