import {z} from 'zod'
import {env} from '#lib/env.ts'
import {type ImageFile, imageFile, isUsedByPages, pictureParameters} from './picture.ts'

export type MediaRequest = {
  /** Path and query below the Content Lake's folder of images. */
  address: string
  /** Whether the answer depends on the formats that the browser accepts. */
  variesByFormat: boolean
}

export type ParsedMediaRequest =
  | {ok: true; request: MediaRequest}
  | {ok: false; reason: 'no_such_image'}
  | {ok: false; reason: 'bad_parameters'; message: string}

/**
 * Reads which image, in which form, a request asks for. Only what pages use is taken; every other parameter, a second
 * value for one, and a value in another spelling is refused, so that no client can have the same image made under many
 * names.
 *
 * @param file the last part of the path, `<digest>-<width>x<height>.<format>`
 * @see https://www.sanity.io/docs/image-urls
 */
export function parseMediaRequest(file: string, search: URLSearchParams): ParsedMediaRequest {
  const image = imageFile.safeParse(file)
  if (!image.success) return {ok: false, reason: 'no_such_image'}
  const entries = [...search.entries()]
  const given = Object.fromEntries(entries)
  if (entries.length !== Object.keys(given).length) return refused('A parameter is given twice.')
  const parsed = pictureParameters.safeParse(given)
  if (!parsed.success) return refused(z.prettifyError(parsed.error))
  const {rect, auto} = parsed.data
  if (rect !== undefined && !isWithin(rect, image.data)) return refused('"rect" reaches beyond the image.')
  if (!isUsedByPages(parsed.data, image.data))
    return refused('No page asks for the image in this size and form.')
  const query = Object.entries(parsed.data)
    .map(([name, value]) => `${name}=${value}`)
    .join('&')
  return {ok: true, request: {address: `${image.data.name}?${query}`, variesByFormat: auto !== undefined}}
}

const refused = (message: string): ParsedMediaRequest => ({ok: false, reason: 'bad_parameters', message})

function isWithin(rect: string, {width, height}: ImageFile): boolean {
  const [left = 0, top = 0, across = 0, down = 0] = rect.split(',').map(Number)
  return left + across <= width && top + down <= height
}

const MAX_IMAGE_BYTES = 20 * 1024 * 1024
const FETCH_TIMEOUT_MS = 20_000

/** Sanity's own host of the images of all projects. */
const SANITY_CDN = 'https://cdn.sanity.io'

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
  const response = await fetch(`${imagesFolder()}/${address}`, {
    headers: {
      accept: acceptedFormats(reader.accept),
      ...(reader.ifNoneMatch !== null && {'if-none-match': reader.ifNoneMatch}),
    },
    signal: AbortSignal.any([reader.signal, AbortSignal.timeout(FETCH_TIMEOUT_MS)]),
    cache: 'no-store',
    redirect: 'error',
  })
  const etag = response.headers.get('etag')
  const type = response.headers.get('content-type') ?? ''
  const isUsable = SAFE_TYPES.has(type) && !(Number(response.headers.get('content-length')) > MAX_IMAGE_BYTES)
  if (response.ok && response.body && isUsable)
    return {ok: true, type, etag, body: response.body.pipeThrough(limitedStream(MAX_IMAGE_BYTES))}
  await response.body?.cancel()
  if (response.status === 304) return {ok: false, reason: 'unchanged', etag}
  if (response.status === 404) return {ok: false, reason: 'no_such_image'}
  if (response.status === 400) return {ok: false, reason: 'bad_parameters'}
  return {ok: false, reason: 'unusable'}
}

/** The folder of this dataset's images, which is the only place that images are ever taken from. */
function imagesFolder(): string {
  const {SANITY_API_HOST, SANITY_PROJECT_ID, SANITY_DATASET} = env()
  return `${SANITY_API_HOST ?? SANITY_CDN}/images/${SANITY_PROJECT_ID}/${SANITY_DATASET}`
}

/** Browsers spell the same acceptance in many ways; caches on the way should see few. */
function acceptedFormats(accept: string | null): string {
  const modern = ['image/avif', 'image/webp'].filter((type) => accept?.includes(type))
  return [...modern, 'image/*'].join(',')
}

/** Passes bytes on and breaks off with an error once there are more than `limit`. */
export function limitedStream(limit: number): TransformStream<Uint8Array, Uint8Array> {
  let size = 0
  return new TransformStream({
    transform(chunk, controller) {
      size += chunk.byteLength
      if (size > limit) controller.error(new Error(`More than ${limit} bytes.`))
      else controller.enqueue(chunk)
    },
  })
}
