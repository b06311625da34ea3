import {z} from 'zod'

/** Formats that browsers show and that cannot run anything. Drawings (SVG) can carry scripts, so they are left out. */
const FORMATS = 'jpg|png|webp|gif|avif'

const FILE = new RegExp(`^([A-Za-z0-9]{24,40})-([1-9]\\d{0,4})x([1-9]\\d{0,4})\\.(?:${FORMATS})$`)
const ID = new RegExp(`^image-[A-Za-z0-9]{24,40}-[1-9]\\d{0,4}x[1-9]\\d{0,4}-(?:${FORMATS})$`)

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

/** The id of an image's document in the Content Lake, `image-<digest>-<width>x<height>-<format>`. */
export const imageId = z.string().regex(ID)
