import sharp, {type Metadata} from 'sharp'
import {httpError} from '../errors.ts'

/** Width and height are as seen, after the orientation that the camera recorded. */
export type ImageFacts = {
  extension: string
  mimeType: string
  width: number
  height: number
  hasAlpha: boolean
  isOpaque: boolean
}

/** The hosted service's limit on what it accepts: https://www.sanity.io/docs/content-lake/technical-limits */
export const MAX_IMAGE_PIXELS = 256_000_000

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
 * Looks into an uploaded image. The whole of it is decoded, since a header alone does not show that the rest is there.
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
