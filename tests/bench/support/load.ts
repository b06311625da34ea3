import {execFile, spawnSync} from 'node:child_process'
import {promisify} from 'node:util'

const run = promisify(execFile)
const CONNECTIONS = 32
const SECONDS = 2
const WARM_UP_SECONDS = 6
/** What browsers send. */
const ACCEPTED = 'Accept-Encoding: gzip, deflate, br'

/** Whether `wrk` is there: a generator in Node would itself be slower than what it measures. */
export const canMeasureRates = () => spawnSync('wrk', ['-v']).error === undefined

/** Gives each of these addresses the same load beforehand: servers that compile themselves while they work begin slowly. */
export async function warmUp(urls: readonly string[]): Promise<void> {
  for (const url of urls) await rate(url, WARM_UP_SECONDS)
}

/**
 * Answers a second for 32 connections that ask again as soon as they are answered, with what browsers accept.
 *
 * @throws Error when an answer was not a good one
 */
export async function rate(url: string, seconds = SECONDS): Promise<number> {
  const flags = ['-t1', `-c${CONNECTIONS}`, `-d${seconds}s`]
  const {stdout} = await run('wrk', [...flags, '-H', ACCEPTED, url])
  if (/Non-2xx|Socket errors/.test(stdout)) throw new Error(`${url} did not answer well:\n${stdout}`)
  const [, found] = /Requests\/sec:\s+([\d.]+)/.exec(stdout) ?? []
  if (found === undefined) throw new Error(`wrk said nothing of a rate:\n${stdout}`)
  return Number(found)
}
