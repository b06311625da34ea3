import {stegaClean} from '@sanity/client/stega'
import {z} from 'zod'
import {imageId} from './image-file.ts'

const share = z.number().min(0).max(1)

const clean = z.string().transform((value) => stegaClean(value))

/**
 * An image as an editor set it: which one, what it shows in words, which part of it counts (`hotspot`) and what is cut
 * off (`crop`). All places and sizes are shares of the whole image, 0 to 1.
 */
export const picture = z.object({
  asset: z.object({_ref: clean.pipe(imageId)}),
  alt: z
    .string()
    .nullish()
    .transform((alt) => alt ?? ''),
  hotspot: z
    .object({x: share, y: share, width: share, height: share})
    .nullish()
    .catch(null)
    .transform((hotspot) => hotspot ?? undefined),
  crop: z
    .object({top: share, bottom: share, left: share, right: share})
    .refine(({top, bottom, left, right}) => top + bottom < 1 && left + right < 1)
    .nullish()
    .catch(null)
    .transform((crop) => crop ?? undefined),
})

export type Picture = z.infer<typeof picture>
