import {execFile, spawnSync} from 'node:child_process'
import {join} from 'node:path'
import {promisify} from 'node:util'
import {findProgram} from '#scripts/programs.ts'
import {BENCH_FOLDER, type Bench, startBeside} from '../bench.ts'
import type {Line} from '../report.ts'
import {interleaved} from '../statistics.ts'
import {startNginx} from './static-files.ts'
import {MEASURED, NO_NGINX, readPairs, serveTwins} from './twins.ts'

const run = promisify(execFile)
const CONNECTIONS = 32
const SECONDS = 2
const WARM_UP_SECONDS = 6
const ROUNDS = 5
/** What browsers send. */
const ACCEPTED = 'Accept-Encoding: gzip, deflate, br'

/** Whether `wrk` is there: a generator in Node would itself be slower than what it measures. */
export const canMeasureRates = () => spawnSync('wrk', ['-v']).error === undefined

/**
 * Rates of several servers, measured in turns after each had the same load: one that compiles itself while it works begins
 * slowly.
 *
 * @param urls what each is asked for, by its name
 * @returns gives the median of each by its name, in answers a second
 */
export async function ratesInTurns<Name extends string>(
  urls: Readonly<Record<Name, string>>,
): Promise<(name: Name) => number> {
  const entries = Object.entries<string>(urls)
  for (const [, url] of entries) await rate(url, WARM_UP_SECONDS)
  const measures = Object.fromEntries(entries.map(([name, url]) => [name, () => rate(url, SECONDS)]))
  return interleaved(ROUNDS, measures)
}

/**
 * Answers a second for 32 connections that ask again as soon as they are answered, with what browsers accept.
 *
 * @throws Error when an answer was not a good one
 */
async function rate(url: string, seconds: number): Promise<number> {
  const flags = ['-t1', `-c${CONNECTIONS}`, `-d${seconds}s`]
  const {stdout} = await run('wrk', [...flags, '-H', ACCEPTED, url])
  if (/Non-2xx|Socket errors/.test(stdout)) throw new Error(`${url} did not answer well:\n${stdout}`)
  const [, found] = /Requests\/sec:\s+([\d.]+)/.exec(stdout) ?? []
  if (found === undefined) throw new Error(`wrk said nothing of a rate:\n${stdout}`)
  return Number(found)
}

/** How many readers a second get a page: from our server, from Next's own, and from nginx. */
export async function rates(bench: Bench): Promise<Line[]> {
  if (!canMeasureRates()) return [{what: 'rates at 32 connections', missing: 'needs wrk'}]
  const own = bench.stack.addresses.site.url.replace('localhost', '127.0.0.1')
  const program = findProgram('nginx')
  const files = await serveTwins(bench, await readPairs(bench))
  if (program === undefined || files === undefined)
    return [{what: 'rates at 32 connections', missing: NO_NGINX}]
  const plain = await startBeside(bench, 'plain', {mode: 'plain'})
  const caching = await startNginx(program, join(BENCH_FOLDER, 'caching-nginx'), caches(own))
  try {
    const median = await ratesInTurns({
      ours: own + MEASURED,
      plain: plain.url + MEASURED,
      files: `${files.url}/finished${MEASURED}`,
      caching: caching.url + MEASURED,
    })
    const [ours, next, file, cached] = [median('ours'), median('plain'), median('files'), median('caching')]
    return [
      {what: 'our server', value: ours, unit: '/s'},
      {what: 'plain next start', value: next, unit: '/s'},
      {what: 'nginx, the finished page as a file', value: file, unit: '/s'},
      {what: 'nginx that caches before our server', value: cached, unit: '/s'},
      {what: 'our server against plain next start', value: ours / next, unit: '×', atLeast: 15},
      {what: 'our server against nginx with the file', value: ours / file, unit: '×', atLeast: 0.3},
      {what: 'nginx that caches against nginx with the file', value: cached / file, unit: '×', atLeast: 0.6},
    ]
  } finally {
    caching.stop()
    files.stop()
    await plain.stop()
  }
}

/** Keeps each page for a second and asks again meanwhile, the least that a cache before a site does. */
function caches(upstream: string) {
  const cache = join(BENCH_FOLDER, 'caching-nginx', 'cache')
  return {
    http: `proxy_cache_path ${cache} keys_zone=pages:1m;
  upstream site {server ${new URL(upstream).host}; keepalive 8;}`,
    server: `location / {
      proxy_pass http://site;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_set_header Host ${new URL(upstream).host};
      proxy_cache pages;
      proxy_cache_key $uri$http_accept_encoding;
      proxy_ignore_headers Cache-Control;
      proxy_cache_valid 200 1s;
      proxy_cache_lock on;
      proxy_cache_use_stale updating;
      proxy_cache_background_update on;
    }`,
  }
}
