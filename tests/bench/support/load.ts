import {execFile, spawnSync} from 'node:child_process'
import {promisify} from 'node:util'
import {interleaved} from '../report/interleaved.ts'

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
