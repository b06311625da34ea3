import {encode as encodeBlurHash} from 'blurhash'
import sharp, {type Sharp} from 'sharp'
import {type ImageFacts, MAX_IMAGE_PIXELS} from './inspect-image.ts'
import type {MetadataOption} from './metadata-options.ts'
import {paletteOf} from './palette.ts'

const LQIP_WIDTH = 20
const SAMPLE_SIZE = 64

/** The `metadata` of an image asset's document: always its dimensions and opacity, and what else was asked for. */
export async function imageMetadata(
  bytes: Buffer,
  {width, height, hasAlpha, isOpaque}: ImageFacts,
  options: ReadonlySet<MetadataOption>,
): Promise<Record<string, unknown>> {
  const image = () => sharp(bytes, {limitInputPixels: MAX_IMAGE_PIXELS}).autoOrient()
  const sample = () => image().resize(SAMPLE_SIZE, SAMPLE_SIZE, {fit: 'inside', withoutEnlargement: true})
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

/** A picture so small that it fits into the document, as a data URL, to show until the real one has come. */
async function lowQualityPreview(image: Sharp, isOpaque: boolean): Promise<string> {
  const small = image.resize(LQIP_WIDTH)
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
