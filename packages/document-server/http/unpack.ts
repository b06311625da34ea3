import {promisify} from 'node:util'
import {brotliDecompress, gunzip} from 'node:zlib'
import type {Encoding} from './encoding.ts'

const fromBrotli = promisify(brotliDecompress)
const fromGzip = promisify(gunzip)

/** The text that was packed. */
export async function unpack(body: Buffer, encoding: Encoding): Promise<Buffer> {
  switch (encoding) {
    case 'br':
      return fromBrotli(body)
    case 'gzip':
      return fromGzip(body)
    case 'identity':
      return body
  }
}
