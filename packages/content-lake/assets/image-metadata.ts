import {encode as encodeBlurHash} from 'blurhash'
import sharp, {type Metadata, type Sharp} from 'sharp'
import {httpError} from '../errors.ts'
import {paletteOf} from './palette.ts'

/** The hosted service's limit: https://www.sanity.io/docs/content-lake/technical-limits */
export const MAX_IMAGE_PIXELS = 256_000_000

const LQIP_WIDTH_PIXELS = 20
/** Width and height of the reduced picture from which palette and blurhash are computed. */
const SAMPLE_PIXELS = 64

/** Width and height are those after the orientation that the camera recorded is applied. */
type ImageFacts = {
  extension: string
  mimeType: string
  width: number
  height: number
  hasAlpha: boolean
  isOpaque: boolean
}

const FORMATS: Record<string, {extension: string; mimeType: string}> = {
  jpeg: {extension: 'jpg', mimeType: 'image/jpeg'},
  png: {extension: 'png', mimeType: 'image/png'},
  webp: {extension: 'webp', mimeType: 'image/webp'},
  gif: {extension: 'gif', mimeType: 'image/gif'},
  avif: {extension: 'avif', mimeType: 'image/avif'},
  tiff: {extension: 'tif', mimeType: 'image/tiff'},
  svg: {extension: 'svg', mimeType: 'image/svg+xml'},
}

/**
 * Reads format and size of an uploaded image. All of it is decoded, since the header does not show whether the rest is
 * complete.
 *
 * @throws ApiError 400 when it is not an image of a known format, is damaged, or has too many pixels.
 */
export async function inspectImage(bytes: Buffer): Promise<ImageFacts> {
  const {metadata, isOpaque} = await decode(bytes)
  const format = FORMATS[formatName(metadata)]
  if (!format) throw httpError(400, `Unsupported image format: ${metadata.format}`)
  const {width, height} = metadata.autoOrient
  return {...format, width, height, hasAlpha: metadata.hasAlpha, isOpaque}
}

async function decode(bytes: Buffer): Promise<{metadata: Metadata; isOpaque: boolean}> {
  try {
    const image = sharp(bytes, {failOn: 'error', limitInputPixels: MAX_IMAGE_PIXELS})
    const metadata = await image.metadata()
    const {isOpaque} = await image.stats()
    return {metadata, isOpaque}
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n')[0] : String(error)
    throw httpError(400, `Invalid image, could not read it: ${reason}`)
  }
}

function formatName({format, compression}: Metadata): string {
  return format === 'heif' && compression === 'av1' ? 'avif' : format
}

const OPTIONAL = ['lqip', 'palette', 'blurhash', 'exif', 'location', 'image', 'thumbhash'] as const
const DEFAULTS: readonly MetadataOption[] = ['lqip', 'palette', 'blurhash']

type MetadataOption = (typeof OPTIONAL)[number]

/**
 * Which metadata an upload asks for: the `meta` parameters, `none` for none, or the hosted service's default.
 * Camera data and places (`exif`, `location`, `image`) and `thumbhash` are accepted and left out of the document.
 *
 * @see https://www.sanity.io/docs/image-metadata
 * @throws ApiError 400 for a name that is no option.
 */
export function metadataOptions(search: URLSearchParams): ReadonlySet<MetadataOption> {
  const names = search.getAll('meta').flatMap((value) => value.split(','))
  if (names.length === 0) return new Set(DEFAULTS)
  const chosen = new Set<MetadataOption>()
  for (const name of names) {
    if (name === 'none') continue
    const option = OPTIONAL.find((known) => known === name)
    if (!option) throw httpError(400, `Invalid metadata option "${name}"`)
    chosen.add(option)
  }
  return chosen
}

/** The `metadata` of an image asset's document: always its dimensions and opacity, and what else was asked for. */
export async function imageMetadata(
  bytes: Buffer,
  {width, height, hasAlpha, isOpaque}: ImageFacts,
  options: ReadonlySet<MetadataOption>,
): Promise<Record<string, unknown>> {
  const image = () => sharp(bytes, {limitInputPixels: MAX_IMAGE_PIXELS}).autoOrient()
  const sample = () => image().resize(SAMPLE_PIXELS, SAMPLE_PIXELS, {fit: 'inside', withoutEnlargement: true})
  return {
    _type: 'sanity.imageMetadata',
    dimensions: {_type: 'sanity.imageDimensions', width, height, aspectRatio: width / height},
    hasAlpha,
    isOpaque,
    ...(options.has('lqip') && {lqip: await lowQualityPreview(image(), isOpaque)}),
    ...(options.has('palette') && {
      palette: paletteOf(await sample().toColourspace('srgb').flatten({background: '#fff'}).raw().toBuffer()),
    }),
    ...(options.has('blurhash') && {blurHash: await blurHash(sample())}),
  }
}

/** A tiny version of the picture as a data URL, which pages show until the picture has loaded (LQIP). */
async function lowQualityPreview(image: Sharp, isOpaque: boolean): Promise<string> {
  const small = image.resize(LQIP_WIDTH_PIXELS)
  const bytes = await (isOpaque ? small.jpeg({quality: 60}) : small.png()).toBuffer()
  return `data:image/${isOpaque ? 'jpeg' : 'png'};base64,${bytes.toString('base64')}`
}

async function blurHash(sample: Sharp): Promise<string> {
  const {data, info} = await sample
    .toColourspace('srgb')
    .ensureAlpha()
    .raw()
    .toBuffer({resolveWithObject: true})
  return encodeBlurHash(new Uint8ClampedArray(data), info.width, info.height, 4, 3)
}
