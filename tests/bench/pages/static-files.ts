import {cpSync, mkdirSync, rmSync, writeFileSync} from 'node:fs'
import {dirname, join} from 'node:path'
import {brotliCompressSync, constants, gzipSync} from 'node:zlib'
import type {Identity} from '#tests/support/programs/nginx.ts'
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

  /** Puts a file at a path, packed with brotli and gzip beside it. `/` is `index.html`, `/a` is `a.html`. */
  write(path: string, content: string | Buffer): void {
    const file = join(this.folder, path === '/' ? 'index.html' : path.includes('.') ? path : `${path}.html`)
    mkdirSync(dirname(file), {recursive: true})
    writeFileSync(file, content)
    writeFileSync(`${file}.br`, packed(content))
    writeFileSync(`${file}.gz`, gzipSync(content, {level: constants.Z_BEST_COMPRESSION}))
  }

  /**
   * Serves them with nginx; nothing where there is none, or it cannot send brotli.
   *
   * @param headers what answers below `/finished/` carry besides
   * @param tls with what it speaks TLS; without, it speaks plainly
   */
  async serve(headers: Readonly<Record<string, string>> = {}, tls?: Identity): Promise<Nginx | undefined> {
    const program = findNginx()
    if (program === undefined || !canSendBrotli()) return undefined
    const lines = Object.entries(headers).map(([name, value]) => `add_header ${name} "${value}";`)
    return startNginx(program, `${this.folder}-nginx`, {
      tls,
      server: `root ${this.folder}; gzip_static on; brotli_static on;
    location /finished/ {try_files $uri.html =404; ${lines.join(' ')}}
    location / {index index.html; try_files $uri $uri.html $uri/ =404;}`,
    })
  }
}

/** A text with brotli, as small as it gets. */
export function packed(text: string | Buffer): Buffer {
  return brotliCompressSync(text, {
    params: {
      [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
      [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
      [constants.BROTLI_PARAM_SIZE_HINT]: Buffer.byteLength(text),
    },
  })
}
