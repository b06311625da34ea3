import {imageSource} from './image-source.ts'
import {limitedStream} from './limited-stream.ts'
import type {MediaRequest} from './media-request.ts'

const MAX_BYTES = 20 * 1024 * 1024
const MAX_WAIT_MS = 20_000

/** What a browser shows as a picture and never runs. */
const SAFE_TYPES = new Set(['image/jpeg', 'image/png', 'image/webp', 'image/avif', 'image/gif'])

export type FetchedImage =
  | {ok: true; type: string; etag: string | null; body: ReadableStream<Uint8Array>}
  | {ok: false; reason: 'unchanged'; etag: string | null}
  | {ok: false; reason: 'no_such_image' | 'bad_parameters' | 'unusable'}

type Reader = {
  /** The browser's own headers of these names. */
  accept: string | null
  ifNoneMatch: string | null
  signal: AbortSignal
}

/**
 * Fetches an image from the Content Lake. Of the reader's request only the formats it accepts and the version it holds
 * are passed on: no cookie, no address.
 *
 * @throws when the Content Lake does not answer in time.
 */
export async function fetchImage({address}: MediaRequest, reader: Reader): Promise<FetchedImage> {
  const response = await fetch(`${imageSource()}/${address}`, {
    headers: {
      accept: acceptedFormats(reader.accept),
      ...(reader.ifNoneMatch !== null && {'if-none-match': reader.ifNoneMatch}),
    },
    signal: AbortSignal.any([reader.signal, AbortSignal.timeout(MAX_WAIT_MS)]),
    cache: 'no-store',
    redirect: 'error',
  })
  const etag = response.headers.get('etag')
  const type = response.headers.get('content-type') ?? ''
  const isUsable = SAFE_TYPES.has(type) && !(Number(response.headers.get('content-length')) > MAX_BYTES)
  if (response.ok && response.body && isUsable)
    return {ok: true, type, etag, body: response.body.pipeThrough(limitedStream(MAX_BYTES))}
  await response.body?.cancel()
  if (response.status === 304) return {ok: false, reason: 'unchanged', etag}
  if (response.status === 404) return {ok: false, reason: 'no_such_image'}
  if (response.status === 400) return {ok: false, reason: 'bad_parameters'}
  return {ok: false, reason: 'unusable'}
}

/** Browsers spell the same acceptance in many ways; caches on the way should see few. */
function acceptedFormats(accept: string | null): string {
  const modern = ['image/avif', 'image/webp'].filter((type) => accept?.includes(type))
  return [...modern, 'image/*'].join(',')
}
