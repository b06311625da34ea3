/** Widths that pages ask for, in pixels: phones to wide screens with two dots to the pixel. */
export const WIDTHS = [360, 540, 720, 1080, 1440]

/** The largest width of all. A picture that is narrower is had in its own width besides. */
export const WIDEST = 2160

/** Width through height of the rooms that pictures are cut to. */
export const ROOMS = {block: 4 / 3} as const

export type Ratio = (typeof ROOMS)[keyof typeof ROOMS]

/** The shape in which networks and messengers show the picture of a link. */
export const SHARED = {width: 1200, height: 630} as const

/** The one quality, as a percentage, that pictures are packed in. */
export const QUALITY = 80

/** How high a picture of this ratio (width through height) is in the given width, in whole pixels. */
export function heightIn(ratio: number, width: number): number {
  return Math.max(1, Math.round(width / ratio))
}
