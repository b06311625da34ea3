import {z} from 'zod'
import {httpError} from '../errors.ts'

/** The largest width or height that a derivative may be asked for, in pixels. */
const MAX_SIDE = 8192

const number = z
  .string()
  .regex(/^\d+(\.\d+)?$/)
  .transform(Number)
const side = number.transform(Math.round).pipe(z.number().min(1).max(MAX_SIDE))
const fraction = number.pipe(z.number().max(1))

const rect = z
  .string()
  .regex(/^\d+(\.\d+)?(,\d+(\.\d+)?){3}$/)
  .transform((value) => {
    const [left = 0, top = 0, width = 0, height = 0] = value
      .split(',')
      .map((part) => Math.round(Number(part)))
    return {left, top, width, height}
  })
  .refine(({width, height}) => width > 0 && height > 0)

/** RGB, ARGB, RRGGBB or AARRGGBB. */
const colour = z
  .string()
  .regex(/^([\da-f]{3}|[\da-f]{4}|[\da-f]{6}|[\da-f]{8})$/i)
  .transform((hex) => {
    const long = hex.length < 6 ? hex.replace(/./g, '$&$&') : hex
    const [alpha, rgb] = long.length === 8 ? [long.slice(0, 2), long.slice(2)] : ['ff', long]
    const channel = (at: number) => Number.parseInt(rgb.slice(at, at + 2), 16)
    return {r: channel(0), g: channel(2), b: channel(4), alpha: Number.parseInt(alpha, 16) / 255}
  })

const cropEdge = z.enum(['top', 'bottom', 'left', 'right', 'center'])
const crop = z.union([
  z.enum(['focalpoint', 'entropy']),
  z
    .string()
    .transform((value) => value.split(','))
    .pipe(z.array(cropEdge)),
])

const parameters = z.object({
  w: side.optional(),
  h: side.optional(),
  fit: z.enum(['clip', 'crop', 'fill', 'fillmax', 'max', 'min', 'scale']).optional(),
  fm: z.enum(['jpg', 'pjpg', 'png', 'webp', 'avif']).optional(),
  auto: z.literal('format').optional(),
  q: number.pipe(z.number().max(100)).optional(),
  rect: rect.optional(),
  dpr: number.pipe(z.number().min(1).max(3)).optional(),
  crop: crop.optional(),
  'fp-x': fraction.optional(),
  'fp-y': fraction.optional(),
  blur: number.pipe(z.number().max(2000)).optional(),
  sharp: number.pipe(z.number().max(100)).optional(),
  flip: z.enum(['h', 'v', 'hv', 'vh']).optional(),
  or: z.enum(['0', '90', '180', '270']).transform(Number).optional(),
  bg: colour.optional(),
})

export type Transform = z.output<typeof parameters>
export type Colour = NonNullable<Transform['bg']>

/**
 * Reads the transformation that an image's address asks for; null when it asks for none, which is a request for the
 * original. Parameters that are not the service's own are ignored, as the hosted one does.
 *
 * @see https://www.sanity.io/docs/image-urls
 * @throws ApiError 400 for a value that a parameter cannot have.
 */
export function parseTransform(search: URLSearchParams): Transform | null {
  if (search.get('dlRaw') === 'true') return null
  const given = Object.keys(parameters.shape).filter((name) => search.has(name))
  if (given.length === 0) return null
  const parsed = parameters.safeParse(Object.fromEntries(given.map((name) => [name, search.get(name)])))
  if (parsed.success) return parsed.data
  const name = String(parsed.error.issues[0]?.path[0])
  throw httpError(400, `Invalid value for parameter "${name}": ${search.get(name)}`)
}
