import type {Transform} from './transform.ts'

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
 * What a derivative is encoded as: what the address says, else with `auto=format` the best that the browser accepts,
 * else the format of the original. Null means the original itself: drawings (SVG) are only made into pixels when asked.
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
