import sharp, {type Sharp} from 'sharp'
import {MAX_IMAGE_PIXELS} from './image-metadata.ts'
import {type Colour, type Geometry, type OutputFormat, planGeometry, type Transform} from './transform.ts'

const WHITE: Colour = {r: 255, g: 255, b: 255, alpha: 1}
const CLEAR: Colour = {r: 255, g: 255, b: 255, alpha: 0}
const DEFAULT_QUALITY = 75
/** AVIF's default effort takes ten times as long for a few percent of size. */
const AVIF_EFFORT = 2
/** The largest blur that is computed; a larger one looks the same. */
const MAX_BLUR_SIGMA = 100

/**
 * Makes a derivative of the image at `path`. Camera data is left out, as the hosted service does.
 *
 * @throws ApiError 400 when the transformation does not fit the image.
 */
export async function renderImage(path: string, transform: Transform, format: OutputFormat): Promise<Buffer> {
  // `sharp` puts the frames of an animation below each other in one picture, which cannot be turned or mirrored as a whole.
  const animated = (format === 'gif' || format === 'webp') && !transform.or && !transform.flip
  const source = sharp(path, {limitInputPixels: MAX_IMAGE_PIXELS, animated})
  const {autoOrient, pageHeight} = await source.metadata()
  const size = {width: autoOrient.width, height: pageHeight ?? autoOrient.height}

  const geometry = planGeometry(size, transform)
  const cut = source.autoOrient().extract(geometry.source)
  let image = place(transform.or ? await turn(cut, transform.or) : cut, geometry, transform, format)
  if (transform.blur) image = image.blur(Math.min(Math.max(transform.blur / 4, 0.3), MAX_BLUR_SIGMA))
  if (transform.sharp) image = image.sharpen({sigma: 0.5 + transform.sharp / 25})
  if (transform.bg || !keepsAlpha(format)) image = image.flatten({background: transform.bg ?? WHITE})
  return encode(image, format, transform.q ?? DEFAULT_QUALITY).toBuffer()
}

/** Turns what was cut out. In one pipeline with `autoOrient`, `sharp` would turn the picture before it cuts. */
async function turn(image: Sharp, angle: number): Promise<Sharp> {
  const {data, info} = await image.raw().toBuffer({resolveWithObject: true})
  return sharp(data, {raw: info, limitInputPixels: MAX_IMAGE_PIXELS}).rotate(angle)
}

function place(cut: Sharp, {scaled, window, canvas}: Geometry, {flip, bg}: Transform, format: OutputFormat) {
  let placed = cut.flip(flip?.includes('v') ?? false).flop(flip?.includes('h') ?? false)
  if (window && 'interesting' in window) {
    const {width, height} = window
    return placed.resize({width, height, fit: 'cover', position: sharp.strategy.entropy})
  }
  placed = placed.resize({...scaled, fit: 'fill'})
  if (window) return placed.extract(window)
  if (!canvas) return placed
  return placed.extend({
    left: canvas.left,
    top: canvas.top,
    right: canvas.width - scaled.width - canvas.left,
    bottom: canvas.height - scaled.height - canvas.top,
    background: bg ?? (keepsAlpha(format) ? CLEAR : WHITE),
  })
}

function keepsAlpha(format: OutputFormat): boolean {
  return format !== 'jpg' && format !== 'pjpg'
}

function encode(image: Sharp, format: OutputFormat, q: number): Sharp {
  const quality = Math.max(1, Math.round(q))
  switch (format) {
    case 'jpg':
      return image.jpeg({quality})
    case 'pjpg':
      return image.jpeg({quality, progressive: true})
    case 'png':
      return image.png()
    case 'webp':
      return image.webp({quality})
    case 'avif':
      return image.avif({quality, effort: AVIF_EFFORT})
    case 'gif':
      return image.gif()
  }
}
