import {stegaClean} from '@sanity/client/stega'
import {createImageUrlBuilder} from '@sanity/image-url'
import {z} from 'zod'
import {CARD_SIZE} from '#lib/links/paths.ts'

/** Formats that browsers show and that cannot run anything. Drawings (SVG) can carry scripts, so they are left out. */
const FORMATS = 'jpg|png|webp|gif|avif'

/** An image's document in the Content Lake, `image-<digest>-<width>x<height>-<format>`. */
const ID = new RegExp(`^image-[A-Za-z0-9]{24,40}-[1-9]\\d{0,4}x[1-9]\\d{0,4}-(?:${FORMATS})$`)
const FILE = new RegExp(`^([A-Za-z0-9]{24,40})-([1-9]\\d{0,4})x([1-9]\\d{0,4})\\.(?:${FORMATS})$`)

/**
 * The name of an image's file in the Content Lake, `<digest>-<width>x<height>.<format>`, with what it says: width and
 * height in pixels.
 *
 * @see https://www.sanity.io/docs/image-urls
 */
export const imageFile = z.string().transform((name, context) => {
  const match = FILE.exec(name)
  if (match) return {name, width: Number(match[2]), height: Number(match[3])}
  context.addIssue({code: 'custom', message: 'This is not the name of an image.'})
  return z.NEVER
})

export type ImageFile = z.infer<typeof imageFile>

const share = z.number().min(0).max(1)

const clean = z.string().transform((value) => stegaClean(value))

/**
 * An image as an editor set it: which one, what it shows in words, which part of it counts (`hotspot`) and what is cut
 * off (`crop`). All places and sizes are shares of the whole image, 0 to 1.
 */
export const picture = z.object({
  asset: z.object({_ref: clean.pipe(z.string().regex(ID))}),
  alt: z
    .string()
    .nullish()
    .transform((alt) => alt ?? ''),
  hotspot: z
    .object({x: share, y: share, width: share, height: share})
    .nullish()
    .catch(null)
    .transform((hotspot) => hotspot ?? undefined),
  crop: z
    .object({top: share, bottom: share, left: share, right: share})
    .refine(({top, bottom, left, right}) => top + bottom < 1 && left + right < 1)
    .nullish()
    .catch(null)
    .transform((crop) => crop ?? undefined),
})

export type Picture = z.infer<typeof picture>

/** Widths that pages ask for, in pixels: phones to wide screens with two dots to the pixel. */
const WIDTHS = [360, 540, 720, 1080, 1440]

/** The largest width of all, in pixels. A picture that is narrower is offered in its own width besides. */
const MAX_WIDTH = 2160

/** The width, in pixels, that browsers without `srcset` get, or the next smaller one. */
const DEFAULT_WIDTH = 1080

/** The shapes that pictures are cut to: width through height. */
export const PICTURE_RATIOS = {block: 4 / 3, wide: 16 / 9, square: 1} as const

export type PictureRatio = (typeof PICTURE_RATIOS)[keyof typeof PICTURE_RATIOS]

/** The one quality, as a percentage, that pictures are packed in. */
const QUALITY = 80

/** The path under which this site serves images. */
const MEDIA_PATH = '/media'

/** What an `img` needs besides its words and its place on the page. */
export type PictureSet = {src: string; srcSet: string; width: number; height: number}

/**
 * A picture in as many sizes as pages need, none larger than the picture is.
 *
 * @param ratio the shape that it is cut to around its hotspot; its own shape when left out
 */
export function pictureSet(picture: Picture, ratio?: PictureRatio): PictureSet {
  const shape = sizeWithinCrop(picture)
  const most = ratio === undefined ? shape.width : Math.min(shape.width, Math.floor(shape.height * ratio))
  const widths = [...WIDTHS.filter((width) => width < most), ...(most <= MAX_WIDTH ? [most] : [MAX_WIDTH])]
  const heightOf = (width: number) => heightIn(ratio ?? shape.width / shape.height, width)
  const address = (width: number) =>
    pictureAddress(picture, {width, height: ratio === undefined ? undefined : heightOf(width)})
  const width = widths.findLast((candidate) => candidate <= DEFAULT_WIDTH) ?? most
  return {
    src: address(width),
    srcSet: widths.map((candidate) => `${address(candidate)} ${candidate}w`).join(', '),
    width,
    height: heightOf(width),
  }
}

/**
 * A picture as the metadata of a page names it. JPEG, since not every reader of such metadata takes newer formats.
 *
 * @see https://ogp.me/#structured
 */
export function sharedPicture(picture: Picture) {
  return {
    url: pictureAddress(picture, {...CARD_SIZE, format: 'jpg'}),
    ...CARD_SIZE,
    alt: picture.alt,
    type: 'image/jpeg',
  }
}

type PictureSize = {
  /** Pixels. */
  width: number
  /** Pixels. With it the picture is cut to this shape around its hotspot; without it, it keeps its own shape. */
  height?: number | undefined
  /** The one format to answer in; the best that the browser takes when left out. */
  format?: 'jpg' | undefined
}

// Project and dataset are known to the route that answers, and are no part of this site's addresses.
const builder = createImageUrlBuilder({projectId: 'project', dataset: 'dataset'})

/**
 * The address on this site of a picture in the given size, within the editor's crop: a path, `/media/…?rect=…&w=…`.
 * It names the content, so what it answers never changes.
 */
export function pictureAddress(
  {asset, hotspot, crop}: Picture,
  {width, height, format}: PictureSize,
): string {
  let image = builder
    .image({asset, ...(hotspot && {hotspot}), ...(crop && {crop})})
    .width(width)
    .quality(QUALITY)
  // With a shape to fill the rectangle is cut to it already; without one, a small image must not be blown up.
  image = height === undefined ? image.fit('max') : image.height(height)
  image = format === undefined ? image.auto('format') : image.format(format)
  const {pathname, search} = new URL(image.url())
  return `${MEDIA_PATH}/${pathname.split('/').at(-1)}${search}`
}

/** How large a picture is within the editor's crop, in pixels. Its file's name says it, so no request is needed. */
function sizeWithinCrop({asset, crop}: Picture): {width: number; height: number} {
  const [width = 1, height = 1] = (/-(\d+)x(\d+)-/.exec(asset._ref) ?? []).slice(1).map(Number)
  const {left = 0, right = 0, top = 0, bottom = 0} = crop ?? {}
  return {
    width: Math.max(1, Math.round(width * (1 - left - right))),
    height: Math.max(1, Math.round(height * (1 - top - bottom))),
  }
}

/** How high a picture of this ratio (width through height) is in the given width, in whole pixels. */
function heightIn(ratio: number, width: number): number {
  return Math.max(1, Math.round(width / ratio))
}

/** The parameters of a picture's address, as `pictureAddress` writes them. */
export const pictureParameters = z.strictObject({
  rect: z
    .string()
    .regex(/^\d{1,5},\d{1,5},[1-9]\d{0,4},[1-9]\d{0,4}$/, {error: 'must be left,top,width,height in pixels'})
    .optional(),
  w: pixels(),
  h: pixels().optional(),
  fm: z.literal('jpg').optional(),
  q: z.literal(String(QUALITY)),
  fit: z.literal('max').optional(),
  auto: z.literal('format').optional(),
})

function pixels() {
  return z
    .string()
    .regex(/^[1-9]\d{0,4}$/, {error: 'must be a whole number without leading zeros'})
    .transform(Number)
}

/**
 * Whether parameters are among those that `pictureSet` and `sharedPicture` make for an image: a handful for each cut.
 *
 * @param image width and height of the whole image, in pixels
 */
export function isUsedByPages(
  {rect, w, h, fm, fit, auto}: z.infer<typeof pictureParameters>,
  image: Pick<ImageFile, 'width'>,
): boolean {
  if (fm !== undefined)
    return w === CARD_SIZE.width && h === CARD_SIZE.height && fit === undefined && auto === undefined
  const own = rect === undefined ? image.width : Number(rect.split(',')[2])
  // A cut is rounded to pixels on its way from shares of the image, here once and there twice.
  const isWidth = WIDTHS.includes(w) || w === MAX_WIDTH || (w < MAX_WIDTH && Math.abs(w - own) <= 1)
  const isShape = h === undefined ? fit === 'max' : fit === undefined && isCutToRatio(w, h)
  return isWidth && isShape && auto !== undefined
}

function isCutToRatio(width: number, height: number): boolean {
  return Object.values(PICTURE_RATIOS).some((ratio) => heightIn(ratio, width) === height)
}
