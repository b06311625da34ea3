import {z} from 'zod'
import {httpError} from '../errors.ts'

/** The largest width or height that can be asked for. */
const MAX_SIDE_PIXELS = 8192
/** Bounds the memory and time that one derivative takes. */
const MAX_SCALED_PIXELS = 64_000_000

const number = z
  .string()
  .regex(/^\d+(\.\d+)?$/)
  .transform(Number)
const side = number.transform(Math.round).pipe(z.number().min(1).max(MAX_SIDE_PIXELS))
const fraction = number.pipe(z.number().max(1))

const rect = z
  .string()
  .regex(/^\d+(\.\d+)?(,\d+(\.\d+)?){3}$/)
  .transform((value) => {
    const [left = 0, top = 0, width = 0, height = 0] = value
      .split(',')
      .map((part) => Math.round(Number(part)))
    return {left, top, width, height}
  })
  .refine(({width, height}) => width > 0 && height > 0)

/** RGB, ARGB, RRGGBB or AARRGGBB. */
const colour = z
  .string()
  .regex(/^([\da-f]{3}|[\da-f]{4}|[\da-f]{6}|[\da-f]{8})$/i)
  .transform((hex) => {
    const long = hex.length < 6 ? hex.replace(/./g, '$&$&') : hex
    const [alpha, rgb] = long.length === 8 ? [long.slice(0, 2), long.slice(2)] : ['ff', long]
    const channel = (at: number) => Number.parseInt(rgb.slice(at, at + 2), 16)
    return {r: channel(0), g: channel(2), b: channel(4), alpha: Number.parseInt(alpha, 16) / 255}
  })

const cropEdge = z.enum(['top', 'bottom', 'left', 'right', 'center'])
const crop = z.union([
  z.enum(['focalpoint', 'entropy']),
  z
    .string()
    .transform((value) => value.split(','))
    .pipe(z.array(cropEdge)),
])

const parameters = z.object({
  w: side.optional(),
  h: side.optional(),
  fit: z.enum(['clip', 'crop', 'fill', 'fillmax', 'max', 'min', 'scale']).optional(),
  fm: z.enum(['jpg', 'pjpg', 'png', 'webp', 'avif']).optional(),
  auto: z.literal('format').optional(),
  q: number.pipe(z.number().max(100)).optional(),
  rect: rect.optional(),
  dpr: number.pipe(z.number().min(1).max(3)).optional(),
  crop: crop.optional(),
  'fp-x': fraction.optional(),
  'fp-y': fraction.optional(),
  blur: number.pipe(z.number().max(2000)).optional(),
  sharp: number.pipe(z.number().max(100)).optional(),
  flip: z.enum(['h', 'v', 'hv', 'vh']).optional(),
  or: z.enum(['0', '90', '180', '270']).transform(Number).optional(),
  bg: colour.optional(),
})

export type Transform = z.output<typeof parameters>
export type Colour = NonNullable<Transform['bg']>

/**
 * Reads the transformation that an image's address asks for; null when it asks for the original. Unknown parameters are
 * ignored, as the hosted service does.
 *
 * @see https://www.sanity.io/docs/image-urls
 * @throws ApiError 400 for an invalid value of a parameter.
 */
export function parseTransform(search: URLSearchParams): Transform | null {
  if (search.get('dlRaw') === 'true') return null
  const given = Object.keys(parameters.shape).filter((name) => search.has(name))
  if (given.length === 0) return null
  const parsed = parameters.safeParse(Object.fromEntries(given.map((name) => [name, search.get(name)])))
  if (parsed.success) return parsed.data
  const name = String(parsed.error.issues[0]?.path[0])
  throw httpError(400, `Invalid value for parameter "${name}": ${search.get(name)}`)
}

type Size = {width: number; height: number}
type Region = Size & {left: number; top: number}

/** The steps from the source to the derivative, in this order and in whole pixels. */
export type Geometry = {
  /** Cut out of the source, before it is turned. */
  source: Region
  /** The size that the cut, after turning, is scaled to. */
  scaled: Size
  /** The part of the scaled picture that is kept; with `interesting`, the renderer chooses where. */
  window?: Region | (Size & {interesting: true})
  /** A background of this size, and the position of the picture on it. */
  canvas?: Region
}

/**
 * @param size - The source as seen, its recorded orientation applied.
 * @throws ApiError 400 when the rectangle lies outside the source, or the result would be too large.
 */
export function planGeometry(size: Size, transform: Transform): Geometry {
  const source = cutOut(size, transform.rect)
  const turned = transform.or === 90 || transform.or === 270
  const seen = turned ? {width: source.height, height: source.width} : source
  const plan = place(seen, transform)
  if (plan.scaled.width * plan.scaled.height > MAX_SCALED_PIXELS)
    throw httpError(400, 'The requested image is too large')
  return {source, ...plan}
}

function cutOut(size: Size, rect: Transform['rect']): Region {
  if (!rect) return {left: 0, top: 0, ...size}
  const {left, top} = rect
  if (left >= size.width || top >= size.height)
    throw httpError(400, 'Parameter "rect" lies outside of the image')
  return {
    left,
    top,
    width: Math.min(rect.width, size.width - left),
    height: Math.min(rect.height, size.height - top),
  }
}

function place(seen: Size, transform: Transform): Omit<Geometry, 'source'> {
  const dpr = transform.dpr ?? 1
  const {w, h, fit = 'clip'} = transform
  const maxFactor = fit === 'max' || fit === 'fillmax' || fit === 'min' ? 1 : Number.POSITIVE_INFINITY
  const across = w === undefined ? Number.POSITIVE_INFINITY : (w * dpr) / seen.width
  const down = h === undefined ? Number.POSITIVE_INFINITY : (h * dpr) / seen.height
  if (w === undefined && h === undefined) return {scaled: {width: seen.width, height: seen.height}}

  const inside = scale(seen, Math.min(across, down, maxFactor))
  if (w === undefined || h === undefined) return {scaled: inside}

  const box = {width: Math.max(1, Math.round(w * dpr)), height: Math.max(1, Math.round(h * dpr))}
  switch (fit) {
    case 'clip':
    case 'max':
      return {scaled: inside}
    case 'scale':
      return {scaled: box}
    case 'fill':
    case 'fillmax':
      return {
        scaled: inside,
        canvas: {...box, left: half(box.width - inside.width), top: half(box.height - inside.height)},
      }
    case 'crop':
      return cover(seen, box, transform)
    case 'min':
      return cover(seen, scale(box, Math.min(1, 1 / across, 1 / down)), transform)
  }
}

function cover(seen: Size, box: Size, transform: Transform): Omit<Geometry, 'source'> {
  const factor = Math.max(box.width / seen.width, box.height / seen.height)
  const scaled = {
    width: Math.max(box.width, Math.round(seen.width * factor)),
    height: Math.max(box.height, Math.round(seen.height * factor)),
  }
  if (transform.crop === 'entropy') return {scaled, window: {...box, interesting: true}}
  const at = focus(transform)
  return {
    scaled,
    window: {
      ...box,
      left: clamp(Math.round(scaled.width * at.x - box.width / 2), 0, scaled.width - box.width),
      top: clamp(Math.round(scaled.height * at.y - box.height / 2), 0, scaled.height - box.height),
    },
  }
}

/** The point that a crop centres as far as possible, in fractions of the picture. */
function focus({crop, ...transform}: Transform): {x: number; y: number} {
  if (crop === 'focalpoint') return {x: transform['fp-x'] ?? 0.5, y: transform['fp-y'] ?? 0.5}
  const edges = Array.isArray(crop) ? crop : []
  return {
    x: edges.includes('left') ? 0 : edges.includes('right') ? 1 : 0.5,
    y: edges.includes('top') ? 0 : edges.includes('bottom') ? 1 : 0.5,
  }
}

function scale({width, height}: Size, factor: number): Size {
  return {width: Math.max(1, Math.round(width * factor)), height: Math.max(1, Math.round(height * factor))}
}

function half(pixels: number): number {
  return Math.floor(pixels / 2)
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), most)
}

export type OutputFormat = 'jpg' | 'pjpg' | 'png' | 'webp' | 'avif' | 'gif'

export const OUTPUT_TYPES: Record<OutputFormat, string> = {
  jpg: 'image/jpeg',
  pjpg: 'image/jpeg',
  png: 'image/png',
  webp: 'image/webp',
  avif: 'image/avif',
  gif: 'image/gif',
}

const OF_EXTENSION: Record<string, OutputFormat> = {
  jpg: 'jpg',
  png: 'png',
  webp: 'webp',
  avif: 'avif',
  gif: 'gif',
  tif: 'jpg',
}

/**
 * The format of a derivative: the one in the address, else with `auto=format` the best that the browser accepts, else that
 * of the original. Null stands for the original itself: SVG is rendered only to a format that the address names.
 *
 * @param accept - The request's `Accept` header.
 */
export function outputFormat(extension: string, {fm, auto}: Transform, accept: string): OutputFormat | null {
  if (fm) return fm
  if (extension === 'svg') return null
  if (auto === 'format' && accept.includes('image/avif')) return 'avif'
  if (auto === 'format' && accept.includes('image/webp')) return 'webp'
  return OF_EXTENSION[extension] ?? 'jpg'
}
