import {join} from 'node:path'
import {brotliDecompressSync} from 'node:zlib'
import type {Bench} from '../support/bench-stack.ts'
import {exchange} from '../support/exchange.ts'
import {packed, StaticFiles} from './static-files.ts'
import {TWINS, type Twin, visibleText, writeTwin} from './twin.ts'

/** A page and its hand-written twin, in bytes and as texts. */
export type Pair = Twin & {
  own: {body: Buffer; html: string}
  twin: {body: Buffer; html: string}
}

/**
 * The pages that are measured, as our server sends them, and their twins.
 *
 * @throws Error when a twin does not say what its page says: then somebody has to write it anew
 */
export async function readPairs({stack}: Bench): Promise<Pair[]> {
  const pairs: Pair[] = []
  for (const twin of TWINS) {
    const {body} = await exchange(`${stack.addresses.site.url}${twin.path}`, {
      headers: {'accept-encoding': 'br'},
    })
    const html = brotliDecompressSync(body).toString('utf8')
    const written = writeTwin(twin, html)
    if (visibleText(written) !== visibleText(html))
      throw new Error(`The hand-written twin of ${twin.path} no longer has the same words.`)
    pairs.push({...twin, own: {body, html}, twin: {body: packed(written), html: written}})
  }
  return pairs
}

/** Serves the twins, and beside them the finished pages as files, below `/finished`. */
export async function serveTwins({places}: Bench, pairs: readonly Pair[]) {
  const files = new StaticFiles('twins', join(places.root, 'public'))
  for (const {path, twin, own} of pairs) {
    files.write(path, twin.html)
    files.write(`/finished${path === '/' ? '/index' : path}`, own.html)
  }
  return files.serve()
}

/** Why what is compared with nginx is not measured. */
export const NO_NGINX = 'needs nginx and libnginx-mod-http-brotli-static'
