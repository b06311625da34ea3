import type {Picture} from './picture.ts'
import {pictureAddress} from './picture-address.ts'
import {pictureShape} from './picture-shape.ts'

/** Widths that pages ask for, in pixels: phones to wide screens with two dots to the pixel. */
const WIDTHS = [360, 540, 720, 1080, 1440]
const WIDEST = 2160

/** What an `img` needs besides its words and the room it gets on the page. */
export type PictureSet = {src: string; srcSet: string; width: number; height: number}

/**
 * A picture in as many sizes as pages need, none larger than the picture is.
 *
 * @param ratio width through height of the room that it is cut to around its hotspot; its own shape when left out
 */
export function pictureSet(picture: Picture, ratio?: number): PictureSet {
  const shape = pictureShape(picture)
  const most = ratio === undefined ? shape.width : Math.min(shape.width, Math.floor(shape.height * ratio))
  const widths = [...WIDTHS.filter((width) => width < most), ...(most <= WIDEST ? [most] : [WIDEST])]
  const heightOf = (width: number) => Math.max(1, Math.round(width / (ratio ?? shape.width / shape.height)))
  const address = (width: number) =>
    pictureAddress(picture, {width, height: ratio === undefined ? undefined : heightOf(width)})
  const width = widths.findLast((candidate) => candidate <= 1080) ?? most
  return {
    src: address(width),
    srcSet: widths.map((candidate) => `${address(candidate)} ${candidate}w`).join(', '),
    width,
    height: heightOf(width),
  }
}
