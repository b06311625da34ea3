import {spawn, spawnSync} from 'node:child_process'
import {cpSync, existsSync, mkdirSync, rmSync, writeFileSync} from 'node:fs'
import {dirname, join} from 'node:path'
import {brotliCompressSync, constants, gzipSync} from 'node:zlib'
import {findFreePorts, waitUntilAnswers} from '@local/supervisor'
import {findProgram} from '#scripts/programs.ts'
import type {Identity} from '#tests/support/programs/nginx.ts'
import {BENCH_FOLDER} from '../bench.ts'

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
    const program = findProgram('nginx')
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

/** Debian's package libnginx-mod-http-brotli-static puts it there. */
const BROTLI = '/usr/lib/nginx/modules/ngx_http_brotli_static_module.so'

export type Nginx = {url: string; stop(): void}

/** Directives within `server {}`, those beside it, and with what it speaks TLS, if it does. */
type Lines = {server: string; http?: string; tls?: Identity | undefined}

/** Whether it can send files that were packed with brotli beforehand. */
export const canSendBrotli = () => existsSync(BROTLI)

/**
 * Starts nginx as its package configures it (one worker for each processor, no access log, `sendfile`), with these
 * lines as its only server.
 *
 * @param folder where it keeps its files; emptied first
 */
export async function startNginx(program: string, folder: string, lines: Lines): Promise<Nginx> {
  rmSync(folder, {recursive: true, force: true})
  mkdirSync(folder, {recursive: true})
  const port = await findFreePorts(1)
  const path = join(folder, 'nginx.conf')
  writeFileSync(path, configuration(folder, port, lines))
  const check = spawnSync(program, ['-t', '-q', '-p', folder, '-c', path], {encoding: 'utf8'})
  if (check.status !== 0) throw new Error(`nginx does not take its configuration: ${check.stderr}`)
  const child = spawn(program, ['-p', folder, '-c', path], {stdio: 'ignore'})
  const stop = () => void child.kill('SIGTERM')
  process.once('exit', stop)
  await waitUntilAnswers(`tcp://127.0.0.1:${port}`, AbortSignal.timeout(10_000))
  return {
    url: `${lines.tls ? 'https' : 'http'}://127.0.0.1:${port}`,
    stop() {
      process.off('exit', stop)
      stop()
    },
  }
}

function configuration(folder: string, port: number, {server, http = '', tls}: Lines): string {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
  return `
${canSendBrotli() ? `load_module ${BROTLI};` : ''}
${process.getuid?.() === 0 ? 'user root;' : ''}
daemon off;
worker_processes auto;
pid ${folder}/nginx.pid;
error_log ${folder}/error.log;
events {worker_connections 1024;}
http {
  types {text/html html; font/woff2 woff2; image/svg+xml svg;}
  charset utf-8;
  access_log off;
  sendfile on;
  tcp_nopush on;
  open_file_cache max=1000;
  keepalive_requests 10000000;
  ${temporary.map((name) => `${name}_temp_path ${folder}/${name};`).join('\n  ')}
  ${http}
  server {
    listen 127.0.0.1:${port}${tls ? ' ssl http2' : ''};
    ${tls ? `ssl_certificate ${tls.certificate};\n    ssl_certificate_key ${tls.key};` : ''}
    ${server}
  }
}
`
}
