import type {Readable} from 'node:stream'
import type {LakeRequest} from '../contracts.ts'
import {streamTo} from '../stream-to.ts'

/** What is answered for one address, and how to get at its bytes, which a cached copy makes unnecessary. */
export type Representation = {
  /** Names the bytes: the same for the same bytes, for ever. */
  etag: string
  contentType: string
  headers: Record<string, string>
  load(): Promise<{length: number; stream: Readable}>
}

/**
 * Uploads come from anybody who may write. Shown by a browser they must not act in the lake's own origin: no script
 * runs in a drawing or a page, and nothing is taken for another type than it is said to have.
 */
const HARMLESS = {
  'content-security-policy': "default-src 'none'; img-src data:; style-src 'unsafe-inline'; sandbox",
  'x-content-type-options': 'nosniff',
  'cross-origin-resource-policy': 'cross-origin',
}

/** An address names its content, so whoever has it never needs to ask again. */
const FOR_EVER = 'public, max-age=31536000, immutable'

/** Sends a representation, or 304 to somebody who has it. @param download - Sent as an attachment of this name. */
export async function respond(
  {incoming, outgoing, method}: LakeRequest,
  {etag, contentType, headers, load, download}: Representation & {download?: string},
): Promise<undefined> {
  const tag = `"${etag}"`
  const loaded = incoming.headers['if-none-match']?.includes(tag) ? null : await load()
  // Only now: a derivative that cannot be made is answered with an error, which nobody may keep.
  outgoing.setHeader('etag', tag)
  outgoing.setHeader('cache-control', FOR_EVER)
  for (const [name, value] of Object.entries({...HARMLESS, ...headers})) outgoing.appendHeader(name, value)
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

/** As RFC 6266 has it: a plain name for old readers, the true one for all others. */
function attachment(name: string): string {
  const plain = name.replace(/[^\w.-]+/g, '_')
  return `attachment; filename="${plain}"; filename*=UTF-8''${encodeURIComponent(name).replace(/['()*]/g, escapeByte)}`
}

function escapeByte(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`
}
