import {httpError} from '../errors.ts'

const OPTIONAL = ['lqip', 'palette', 'blurhash', 'exif', 'location', 'image', 'thumbhash'] as const
const DEFAULTS: readonly MetadataOption[] = ['lqip', 'palette', 'blurhash']

export type MetadataOption = (typeof OPTIONAL)[number]

/**
 * Which metadata an upload asks for: the `meta` parameters, `none` for none, or what the hosted service makes unasked.
 * Camera data and places (`exif`, `location`, `image`) and `thumbhash` are accepted and left out of the document.
 *
 * @see https://www.sanity.io/docs/image-metadata
 * @throws ApiError 400 for a name that is no option.
 */
export function metadataOptions(search: URLSearchParams): ReadonlySet<MetadataOption> {
  const names = search.getAll('meta').flatMap((value) => value.split(','))
  if (names.length === 0) return new Set(DEFAULTS)
  const chosen = new Set<MetadataOption>()
  for (const name of names) {
    if (name === 'none') continue
    const option = OPTIONAL.find((known) => known === name)
    if (!option) throw httpError(400, `Invalid metadata option "${name}"`)
    chosen.add(option)
  }
  return chosen
}
