import {spawn, spawnSync} from 'node:child_process'
import {existsSync, mkdirSync, rmSync, writeFileSync} from 'node:fs'
import {delimiter, join} from 'node:path'
import {findFreePorts, waitUntilAnswers} from '@local/supervisor'
import type {Identity} from '#tests/support/programs/nginx.ts'

/** Debian's package libnginx-mod-http-brotli-static puts it there. */
const BROTLI = '/usr/lib/nginx/modules/ngx_http_brotli_static_module.so'

export type Nginx = {url: string; stop(): void}

/** Directives within `server {}`, those beside it, and with what it speaks TLS, if it does. */
type Lines = {server: string; http?: string; tls?: Identity | undefined}

/** The program, when this machine has it. */
export function findNginx(): string | undefined {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin']
  return folders.map((folder) => join(folder, 'nginx')).find((path) => existsSync(path))
}

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
