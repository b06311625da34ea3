import {readFileSync} from 'node:fs'
import type {IncomingHttpHeaders} from 'node:http'
import {join} from 'node:path'
import {brotliDecompressSync} from 'node:zlib'
import {generate, parse} from 'css-tree'
import {exchange} from '#tests/support/http.ts'
import type {Identity} from '#tests/support/programs/nginx.ts'
import type {Bench} from '../bench.ts'
import {packed, StaticFiles} from './static-files.ts'

const FOLDER = join(import.meta.dirname, 'twins')

/** A page that is measured, and the name of its twin: `home` has `home.html` and `home.css`. */
export type Twin = {name: 'home' | 'privacy'; path: string}

export const TWINS: readonly Twin[] = [
  {name: 'home', path: '/'},
  {name: 'privacy', path: '/privacy'},
]

/**
 * The hand-written twin of a page, as its author would put it on a server: without the line ends between elements, and
 * with its stylesheet in it. Only what is the same for both is taken from the page as it was served: its metadata, and
 * its data for search engines.
 *
 * @param served the page as our server sends it
 */
export function writeTwin({name}: Twin, served: string): string {
  const parts: Record<string, string> = {
    metadata: metadataOf(served),
    data: served.match(/<script type="application\/ld\+json">.*?<\/script>/s)?.[0] ?? '',
    style: `<style>${generate(parse(`${read('site.css')}${read(`${name}.css`)}`))}</style>`,
    header: read('header.html'),
    footer: read('footer.html'),
    pipe: read('pipe.html').replace('{{side}}', ''),
    'pipe left': read('pipe.html').replace('{{side}}', ' left'),
  }
  return read(`${name}.html`)
    .replace(/\{\{([\w ]+)\}\}/g, (_, part: string) => parts[part] ?? '')
    .replace(/\n\s*/g, '')
}

/** What is seen of a page, without its markup and the spaces that markup may bring. */
export function visibleText(html: string): string {
  const body = html.slice(html.indexOf('<body'))
  return body
    .replace(/<(script|style)\b.*?<\/\1>/gs, '')
    .replace(/<[^>]*>/g, '')
    .replaceAll('&quot;', '"')
    .replaceAll('&#x27;', "'")
    .replaceAll('&amp;', '&')
    .replace(/\s+/g, '')
}

/** Title, descriptions, links and icons of a page, as whoever writes by hand would write them. */
function metadataOf(served: string): string {
  const head = served.slice(0, served.indexOf('</head>')).replace(/<style>.*?<\/style>/gs, '')
  return [...head.matchAll(/<title>.*?<\/title>|<(?:meta|link) [^>]*>/g)]
    .map(([element]) => element)
    .filter((element) => !/charset=|name="viewport"|rel="preload"/i.test(element))
    .join('\n')
}

const read = (file: string) => readFileSync(join(FOLDER, file), 'utf8').trim()

/** A page and its hand-written twin, in bytes and as texts. */
export type Pair = Twin & {
  own: {body: Buffer; html: string; headers: IncomingHttpHeaders}
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
    const {body, headers} = await exchange(`${stack.addresses.site.url}${twin.path}`, {
      headers: {'accept-encoding': 'br'},
    })
    const html = brotliDecompressSync(body).toString('utf8')
    const written = writeTwin(twin, html)
    if (visibleText(written) !== visibleText(html))
      throw new Error(`The hand-written twin of ${twin.path} no longer has the same words.`)
    pairs.push({...twin, own: {body, html, headers}, twin: {body: packed(written), html: written}})
  }
  return pairs
}

/** The page whose rate is measured. */
export const MEASURED = '/privacy'

/** Headers of a page that are no matter of how it is sent. */
const OF_THE_PAGE =
  /^(?:content-security-policy|strict-transport-security|x-content-type-options|referrer-policy|cross-origin-.*|permissions-policy|cache-control)$/

/**
 * Serves the twins, and beside them the finished pages as files, below `/finished` and with their headers.
 *
 * @param tls with what it speaks TLS; without, it speaks plainly
 */
export async function serveTwins({stack, places}: Bench, pairs: readonly Pair[], tls?: Identity) {
  const files = new StaticFiles('twins', join(places.root, 'public'))
  for (const {path, twin, own} of pairs) {
    files.write(path, twin.html)
    files.write(`/finished${path === '/' ? '/index' : path}`, own.html)
    // Icons and the like, which the metadata names and browsers load.
    for (const [, address = ''] of twin.html.matchAll(
      /<link rel="[\w-]*(?:icon|manifest)" href="([^"]*)"/g,
    )) {
      const {body} = await exchange(`${stack.addresses.site.url}${address}`)
      files.write(address.replace(/\?.*$/, ''), body)
    }
  }
  const headers = Object.entries(pairs.find(({path}) => path === MEASURED)?.own.headers ?? {}).flatMap(
    ([name, value]) => (OF_THE_PAGE.test(name) && typeof value === 'string' ? [[name, value] as const] : []),
  )
  return files.serve(Object.fromEntries(headers), tls)
}

/** Why what is compared with nginx is not measured. */
export const NO_NGINX = 'needs nginx and libnginx-mod-http-brotli-static'
