import {cpSync, mkdirSync, rmSync, writeFileSync} from 'node:fs'
import {dirname, join} from 'node:path'
import {brotliCompressSync, constants, gzipSync} from 'node:zlib'
import {BENCH_FOLDER} from '../support/bench-stack.ts'
import {canSendBrotli, findNginx, type Nginx, startNginx} from '../support/nginx.ts'

/** A folder of files as a careful person puts them on a server: each packed beforehand as small as it gets. */
export class StaticFiles {
  readonly folder: string

  /** @param publicFolder fonts and icons, which are the site's own */
  constructor(name: string, publicFolder: string) {
    this.folder = join(BENCH_FOLDER, 'static', name)
    rmSync(this.folder, {recursive: true, force: true})
    mkdirSync(this.folder, {recursive: true})
    cpSync(publicFolder, this.folder, {recursive: true})
  }

  /** Puts a text at a path, packed with brotli and gzip beside it. `/` is `index.html`, `/a` is `a.html`. */
  write(path: string, text: string): void {
    const file = join(this.folder, path === '/' ? 'index.html' : path.includes('.') ? path : `${path}.html`)
    mkdirSync(dirname(file), {recursive: true})
    writeFileSync(file, text)
    writeFileSync(`${file}.br`, packed(text))
    writeFileSync(`${file}.gz`, gzipSync(text, {level: constants.Z_BEST_COMPRESSION}))
  }

  /** Serves them with nginx; nothing where there is none, or it cannot send brotli. */
  async serve(): Promise<Nginx | undefined> {
    const program = findNginx()
    if (program === undefined || !canSendBrotli()) return undefined
    return startNginx(program, `${this.folder}-nginx`, {
      server: `root ${this.folder}; gzip_static on; brotli_static on;
    location / {try_files $uri $uri.html /index.html =404;}`,
    })
  }
}

/** A text with brotli, as small as it gets. */
export function packed(text: string): Buffer {
  return brotliCompressSync(text, {
    params: {
      [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
      [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
      [constants.BROTLI_PARAM_SIZE_HINT]: Buffer.byteLength(text),
    },
  })
}
