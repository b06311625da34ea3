import type {Picture} from './picture.ts'
import {pictureAddress} from './picture-address.ts'
import {heightIn, type Ratio, WIDEST, WIDTHS} from './picture-forms.ts'
import {pictureShape} from './picture-shape.ts'

/** What an `img` needs besides its words and the room it gets on the page. */
export type PictureSet = {src: string; srcSet: string; width: number; height: number}

/**
 * A picture in as many sizes as pages need, none larger than the picture is.
 *
 * @param ratio width through height of the room that it is cut to around its hotspot; its own shape when left out
 */
export function pictureSet(picture: Picture, ratio?: Ratio): PictureSet {
  const shape = pictureShape(picture)
  const most = ratio === undefined ? shape.width : Math.min(shape.width, Math.floor(shape.height * ratio))
  const widths = [...WIDTHS.filter((width) => width < most), ...(most <= WIDEST ? [most] : [WIDEST])]
  const heightOf = (width: number) => heightIn(ratio ?? shape.width / shape.height, width)
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
