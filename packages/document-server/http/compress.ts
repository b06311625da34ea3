import {promisify} from 'node:util'
import {brotliCompress, constants, gzip} from 'node:zlib'
import type {Encoding} from './encoding.ts'

const asBrotli = promisify(brotliCompress)
const asGzip = promisify(gzip)

/** `smallest` for what is sent many times, `quick` for what is sent once. */
export type Effort = 'smallest' | 'quick'

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
