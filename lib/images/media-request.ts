import {z} from 'zod'
import {type ImageFile, imageFile} from './image-file.ts'

/** The largest side that a page asks for: a wide picture on a screen with two dots to the pixel. */
const MAX_SIDE = 4096

const whole = (most: number) =>
  z
    .string()
    .regex(/^[1-9]\d{0,4}$/, {error: 'must be a whole number without leading zeros'})
    .refine((value) => Number(value) <= most, {error: `must not be more than ${most}`})

const parameters = z.strictObject({
  rect: z
    .string()
    .regex(/^\d{1,5},\d{1,5},[1-9]\d{0,4},[1-9]\d{0,4}$/, {error: 'must be left,top,width,height in pixels'})
    .optional(),
  w: whole(MAX_SIDE).optional(),
  h: whole(MAX_SIDE).optional(),
  fm: z.enum(['jpg', 'webp', 'png', 'avif']).optional(),
  q: whole(100).optional(),
  fit: z.enum(['max', 'crop', 'clip']).optional(),
  auto: z.literal('format').optional(),
})

export type MediaRequest = {
  /** Path and query below the Content Lake's folder of images. */
  address: string
  /** Whether the answer depends on the formats that the browser accepts. */
  variesByFormat: boolean
}

export type ParsedMediaRequest =
  | {ok: true; request: MediaRequest}
  | {ok: false; reason: 'no_such_image'}
  | {ok: false; reason: 'bad_parameters'; message: string}

/**
 * Reads which image, in which form, a request asks for. Only what pages use is taken; every other parameter, a second
 * value for one, and a value in another spelling is refused, so that nobody can have the same image made under many names.
 *
 * @param file the last part of the path, `<digest>-<width>x<height>.<format>`
 * @see https://www.sanity.io/docs/image-urls
 */
export function parseMediaRequest(file: string, search: URLSearchParams): ParsedMediaRequest {
  const image = imageFile.safeParse(file)
  if (!image.success) return {ok: false, reason: 'no_such_image'}
  const entries = [...search.entries()]
  const given = Object.fromEntries(entries)
  if (entries.length !== Object.keys(given).length) return refused('A parameter is given twice.')
  const parsed = parameters.safeParse(given)
  if (!parsed.success) return refused(z.prettifyError(parsed.error))
  const {rect, auto, fm} = parsed.data
  if (rect !== undefined && !isWithin(rect, image.data)) return refused('"rect" reaches beyond the image.')
  if (auto !== undefined && fm !== undefined) return refused('"auto" and "fm" exclude each other.')
  const query = Object.entries(parsed.data)
    .map(([name, value]) => `${name}=${value}`)
    .join('&')
  return {
    ok: true,
    request: {
      address: query === '' ? image.data.name : `${image.data.name}?${query}`,
      variesByFormat: auto !== undefined,
    },
  }
}

const refused = (message: string): ParsedMediaRequest => ({ok: false, reason: 'bad_parameters', message})

function isWithin(rect: string, {width, height}: ImageFile): boolean {
  const [left = 0, top = 0, across = 0, down = 0] = rect.split(',').map(Number)
  return left + across <= width && top + down <= height
}
