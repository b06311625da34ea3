import {promisify} from 'node:util'
import {brotliCompress, brotliDecompress, constants, gunzip, gzip} from 'node:zlib'
import {LRUCache} from 'lru-cache'
import Negotiator from 'negotiator'

/** How a body may be packed, the smallest result first. */
export const ENCODINGS = ['br', 'gzip', 'identity'] as const

export type Encoding = (typeof ENCODINGS)[number]

/** `smallest` for what is sent many times, `quick` for what is sent once. */
export type Effort = 'smallest' | 'quick'

/** `x-gzip` is gzip by another name: https://www.rfc-editor.org/rfc/rfc9110#section-8.4.1.3 */
const NAMES: Readonly<Record<string, Encoding>> = {
  br: 'br',
  gzip: 'gzip',
  'x-gzip': 'gzip',
  identity: 'identity',
}
const PREFERRED = Object.keys(NAMES)

const asBrotli = promisify(brotliCompress)
const asGzip = promisify(gzip)
const fromBrotli = promisify(brotliDecompress)
const fromGzip = promisify(gunzip)

/** Few browsers are most readers: what each sends is taken apart once. */
const chosen = new LRUCache<string, Encoding>({max: 100})
const MAX_REMEMBERED_CHARACTERS = 100

/**
 * The encoding of an answer, by what the reader says to accept: of those that it likes best the smallest; plain bytes when
 * it accepts none of ours.
 *
 * @param accepted the header `Accept-Encoding`
 * @see https://www.rfc-editor.org/rfc/rfc9110#field.accept-encoding
 */
export function chooseEncoding(accepted: string | undefined): Encoding {
  if (!accepted) return 'identity'
  const known = chosen.get(accepted)
  if (known) return known
  const request = {headers: {'accept-encoding': accepted}}
  const best = new Negotiator(request).encoding(PREFERRED, {preferred: PREFERRED})
  const encoding = NAMES[best ?? 'identity'] ?? 'identity'
  if (accepted.length <= MAX_REMEMBERED_CHARACTERS) chosen.set(accepted, encoding)
  return encoding
}

/** Packs text. */
export async function compress(text: Buffer, encoding: Encoding, effort: Effort): Promise<Buffer> {
  switch (encoding) {
    case 'br':
      return asBrotli(text, {
        params: {
          [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
          [constants.BROTLI_PARAM_QUALITY]: effort === 'smallest' ? constants.BROTLI_MAX_QUALITY : 4,
          [constants.BROTLI_PARAM_SIZE_HINT]: text.length,
        },
      })
    case 'gzip':
      return asGzip(text, {level: effort === 'smallest' ? constants.Z_BEST_COMPRESSION : 5})
    case 'identity':
      return text
  }
}

/** The text that was packed. */
export async function decompress(body: Buffer, encoding: Encoding): Promise<Buffer> {
  switch (encoding) {
    case 'br':
      return fromBrotli(body)
    case 'gzip':
      return fromGzip(body)
    case 'identity':
      return body
  }
}
