import type {Picture} from './picture.ts'
import {pictureAddress} from './picture-address.ts'

/** The shape in which networks and messengers show the picture of a link. */
const SIZE = {width: 1200, height: 630} as const

/**
 * A picture as the metadata of a page names it. JPEG, since not every reader of such metadata takes newer formats.
 *
 * @see https://ogp.me/#structured
 */
export function sharedPicture(picture: Picture) {
  return {
    url: pictureAddress(picture, {...SIZE, format: 'jpg'}),
    ...SIZE,
    alt: picture.alt,
    type: 'image/jpeg',
  }
}
