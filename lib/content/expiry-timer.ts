import {encodeSignatureHeader, SIGNATURE_HEADER_NAME} from '@sanity/webhook'
import {logger} from '#lib/log.ts'

const ROUND_MS = 5 * 60 * 1000
/** Midnight falls on a quarter of an hour in every time zone. */
const QUARTER_MS = 15 * 60 * 1000
const RETRY_MS = 15_000
const RETRY_AT_START_MS = 2_000
const MAX_TRIES_AT_START = 30
const REQUEST_TIMEOUT_MS = 60_000

type TimerSettings = {
  /** The site's own address as this process can reach it, for example `http://127.0.0.1:3000`. */
  origin: string
  secret: string
}

/**
 * Asks the site to expire missed changes, on start, every five minutes, and at each quarter of an hour, so that a version of a
 * policy takes effect within seconds after midnight. Tags can be expired only while Next answers a
 * request, so the timer sends one, signed as a webhook is.
 *
 * @returns a function that stops the timer.
 */
export function startExpiryTimer(settings: TimerSettings): () => void {
  let tries = 0
  let timer: NodeJS.Timeout
  const round = async () => {
    const done = await askToExpire(settings)
    const starting = !done && ++tries < MAX_TRIES_AT_START
    if (done) tries = MAX_TRIES_AT_START
    timer = setTimeout(round, starting ? RETRY_AT_START_MS : untilNextRound(done)).unref()
  }
  timer = setTimeout(round, 0).unref()
  return () => clearTimeout(timer)
}

/** Milliseconds until the next round: a quarter of an hour is never slept past, and a round that failed is made again soon. */
export function untilNextRound(done: boolean, now = Date.now()): number {
  if (!done) return RETRY_MS
  return Math.min(ROUND_MS, QUARTER_MS - (now % QUARTER_MS) + 1)
}

async function askToExpire({origin, secret}: TimerSettings): Promise<boolean> {
  const body = JSON.stringify({reason: 'timer'})
  try {
    const response = await fetch(`${origin}/api/reconcile`, {
      method: 'POST',
      body,
      headers: {
        'content-type': 'application/json',
        [SIGNATURE_HEADER_NAME]: await encodeSignatureHeader(body, Date.now(), secret),
      },
      signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS),
    })
    if (!response.ok) logger.warn({status: response.status}, 'Published content could not be compared')
    return response.ok
  } catch (error) {
    logger.debug({err: error}, 'The site does not answer itself yet')
    return false
  }
}
