import {httpError} from '../errors.ts'
import type {Transform} from './transform.ts'

type Size = {width: number; height: number}
type Region = Size & {left: number; top: number}

/** How to get from the source to the derivative, in this order; all in whole pixels. */
export type Geometry = {
  /** Cut out of the source, before it is turned. */
  source: Region
  /** The size that the cut, after turning, is scaled to. */
  scaled: Size
  /** What is kept of the scaled picture; `interesting` leaves the choice of the place to the renderer. */
  window?: Region | (Size & {interesting: true})
  /** The area that the picture is laid on, and where. */
  canvas?: Region
}

/** Bounds the memory and time of one derivative. */
const MAX_SCALED_PIXELS = 64_000_000

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
  const never = fit === 'max' || fit === 'fillmax' || fit === 'min' ? 1 : Number.POSITIVE_INFINITY
  const across = w === undefined ? Number.POSITIVE_INFINITY : (w * dpr) / seen.width
  const down = h === undefined ? Number.POSITIVE_INFINITY : (h * dpr) / seen.height
  if (w === undefined && h === undefined) return {scaled: {width: seen.width, height: seen.height}}

  const inside = scale(seen, Math.min(across, down, never))
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

/** The point that a crop keeps in its middle as far as it can, in fractions of the picture. */
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
