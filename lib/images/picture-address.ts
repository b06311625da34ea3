import {createImageUrlBuilder} from '@sanity/image-url'
import type {Picture} from './picture.ts'
import {QUALITY} from './picture-forms.ts'

/** The path under which this site serves images. */
const MEDIA_PATH = '/media'

// Project and dataset are known to the route that answers, and are no part of this site's addresses.
const builder = createImageUrlBuilder({projectId: 'project', dataset: 'dataset'})

export type PictureSize = {
  /** Pixels. */
  width: number
  /** Pixels. With it the picture is cut to this shape around its hotspot; without it, it keeps its own shape. */
  height?: number | undefined
  /** The one format to answer in; the best that the browser takes when left out. */
  format?: 'jpg' | undefined
}

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
