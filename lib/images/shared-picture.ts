import type {Picture} from './picture.ts'
import {pictureAddress} from './picture-address.ts'
import {SHARED} from './picture-forms.ts'

/**
 * A picture as the metadata of a page names it. JPEG, since not every reader of such metadata takes newer formats.
 *
 * @see https://ogp.me/#structured
 */
export function sharedPicture(picture: Picture) {
  return {
    url: pictureAddress(picture, {...SHARED, format: 'jpg'}),
    ...SHARED,
    alt: picture.alt,
    type: 'image/jpeg',
  }
}
