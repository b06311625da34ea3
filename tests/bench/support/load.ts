import {execFile, spawnSync} from 'node:child_process'
import {promisify} from 'node:util'

const run = promisify(execFile)
const CONNECTIONS = 32
const SECONDS = 2
/** What browsers send. */
const ACCEPTED = 'Accept-Encoding: gzip, deflate, br'

/** Whether `wrk` is there: a generator in Node would itself be slower than what it measures. */
export const canMeasureRates = () => spawnSync('wrk', ['-v']).error === undefined

/**
 * Answers a second for 32 connections that ask again as soon as they are answered, with what browsers accept.
 *
 * @throws Error when an answer was not a good one
 */
export async function rate(url: string, headers: readonly string[] = []): Promise<number> {
  const flags = ['-t1', `-c${CONNECTIONS}`, `-d${SECONDS}s`]
  const {stdout} = await run('wrk', [
    ...flags,
    ...[ACCEPTED, ...headers].flatMap((line) => ['-H', line]),
    url,
  ])
  if (/Non-2xx|Socket errors/.test(stdout)) throw new Error(`${url} did not answer well:\n${stdout}`)
  const [, found] = /Requests\/sec:\s+([\d.]+)/.exec(stdout) ?? []
  if (found === undefined) throw new Error(`wrk said nothing of a rate:\n${stdout}`)
  return Number(found)
}
