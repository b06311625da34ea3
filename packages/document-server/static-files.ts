import {createHash} from 'node:crypto'
import {createReadStream, existsSync, readdirSync, statSync} from 'node:fs'
import {link, mkdir, readFile, rm, writeFile} from 'node:fs/promises'
import type {IncomingMessage, ServerResponse} from 'node:http'
import {extname, join, relative, sep} from 'node:path'
import {pipeline} from 'node:stream'
import {chooseEncoding, compress} from './http/encoding.ts'

/** Files of a build that are text, with what Next says of them. */
const TYPES: Readonly<Record<string, string>> = {
  '.js': 'application/javascript; charset=UTF-8',
  '.css': 'text/css; charset=UTF-8',
  '.json': 'application/json; charset=UTF-8',
  '.svg': 'image/svg+xml',
}

const PACKED = '.br'

/** A smaller file fits into the first packets of an answer, packed or not. */
const MIN_BYTES = 1_024

/** Node packs in so many threads. */
const AT_ONCE = 4

/** The files that Next names by their content, which therefore never change. */
const IMMUTABLE = 'public, max-age=31536000, immutable'

/**
 * Packs the static files of a build with brotli, each into a file beside it. What was packed for an earlier build in the
 * same folder is used again.
 *
 * @param build the build's folder, such as `.next`
 * @returns how many files there are, and their bytes before and after
 */
export async function packStaticFiles(
  build: string,
): Promise<{files: number; before: number; after: number}> {
  const cache = join(build, 'cache', 'brotli')
  await mkdir(cache, {recursive: true})
  const open = textFilesIn(join(build, 'static'))
  const used = new Set<string>()
  const sum = {files: open.length, before: 0, after: 0}
  const work = async () => {
    for (let path = open.pop(); path !== undefined; path = open.pop()) {
      const text = await readFile(path)
      const name = createHash('sha256').update(text).digest('base64url')
      const kept = join(cache, name)
      if (!existsSync(kept)) await writeFile(kept, await compress(text, 'br', 'smallest'))
      used.add(name)
      await rm(path + PACKED, {force: true})
      await link(kept, path + PACKED)
      sum.before += text.length
      sum.after += statSync(kept).size
    }
  }
  await Promise.all(Array.from({length: AT_ONCE}, work))
  for (const name of readdirSync(cache)) if (!used.has(name)) await rm(join(cache, name))
  return sum
}

/** Answers with static files of a build that were packed, to readers who take brotli. */
export class StaticFiles {
  /** By the paths under which browsers ask for them. */
  readonly #files = new Map<string, {path: string; type: string; bytes: number}>()

  /** @param build the build's folder */
  constructor(build: string) {
    for (const path of textFilesIn(join(build, 'static'))) {
      if (!existsSync(path + PACKED)) continue
      const address = `/_next/${relative(build, path).split(sep).map(encodeURIComponent).join('/')}`
      const bytes = statSync(path + PACKED).size
      this.#files.set(address, {path: path + PACKED, type: TYPES[extname(path)] ?? '', bytes})
    }
  }

  /** Answers when it can, and says whether it did. */
  answer({method, headers}: IncomingMessage, response: ServerResponse, path: string): boolean {
    const file = this.#files.get(path)
    const isRead = method === 'GET' || method === 'HEAD'
    // A part is one of the plain file.
    if (!file || !isRead || headers.range !== undefined) return false
    const accepted = headers['accept-encoding']
    if (chooseEncoding(typeof accepted === 'string' ? accepted : undefined) !== 'br') return false
    response.writeHead(200, {
      'content-type': file.type,
      'content-length': file.bytes,
      'content-encoding': 'br',
      vary: 'Accept-Encoding',
      'cache-control': IMMUTABLE,
    })
    if (method === 'HEAD') response.end()
    // A reader who leaves, or a file that is gone, ends the connection.
    else pipeline(createReadStream(file.path), response, () => {})
    return true
  }
}

/** Paths of all files below a folder that are text and worth packing. */
function textFilesIn(folder: string): string[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder, {recursive: true, withFileTypes: true}).flatMap((entry) => {
    const path = join(entry.parentPath, entry.name)
    return entry.isFile() && extname(path) in TYPES && statSync(path).size >= MIN_BYTES ? [path] : []
  })
}
