import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {generate, parse} from 'css-tree'

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
