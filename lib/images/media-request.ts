import {z} from 'zod'
import {type ImageFile, imageFile} from './image-file.ts'
import {heightIn, QUALITY, ROOMS, SHARED, WIDEST, WIDTHS} from './picture-forms.ts'

const whole = z
  .string()
  .regex(/^[1-9]\d{0,4}$/, {error: 'must be a whole number without leading zeros'})
  .transform(Number)

const parameters = z.strictObject({
  rect: z
    .string()
    .regex(/^\d{1,5},\d{1,5},[1-9]\d{0,4},[1-9]\d{0,4}$/, {error: 'must be left,top,width,height in pixels'})
    .optional(),
  w: whole,
  h: whole.optional(),
  fm: z.literal('jpg').optional(),
  q: z.literal(String(QUALITY)),
  fit: z.literal('max').optional(),
  auto: z.literal('format').optional(),
})

type Form = z.infer<typeof parameters>

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
  const {rect, auto} = parsed.data
  if (rect !== undefined && !isWithin(rect, image.data)) return refused('"rect" reaches beyond the image.')
  if (!isUsed(parsed.data, image.data)) return refused('No page asks for the image in this size and form.')
  const query = Object.entries(parsed.data)
    .map(([name, value]) => `${name}=${value}`)
    .join('&')
  return {ok: true, request: {address: `${image.data.name}?${query}`, variesByFormat: auto !== undefined}}
}

/** Whether it is one of the forms that `pictureSet` and `sharedPicture` make: a handful for each cut of an image. */
function isUsed({rect, w, h, fm, fit, auto}: Form, image: ImageFile): boolean {
  if (fm !== undefined)
    return w === SHARED.width && h === SHARED.height && fit === undefined && auto === undefined
  const own = rect === undefined ? image.width : Number(rect.split(',')[2])
  // A cut is rounded to pixels on its way from shares of the image, here once and there twice.
  const isWidth = WIDTHS.includes(w) || w === WIDEST || (w < WIDEST && Math.abs(w - own) <= 1)
  const isShape = h === undefined ? fit === 'max' : fit === undefined && isRoom(w, h)
  return isWidth && isShape && auto !== undefined
}

function isRoom(width: number, height: number): boolean {
  return Object.values(ROOMS).some((ratio) => heightIn(ratio, width) === height)
}

const refused = (message: string): ParsedMediaRequest => ({ok: false, reason: 'bad_parameters', message})

function isWithin(rect: string, {width, height}: ImageFile): boolean {
  const [left = 0, top = 0, across = 0, down = 0] = rect.split(',').map(Number)
  return left + across <= width && top + down <= height
}
