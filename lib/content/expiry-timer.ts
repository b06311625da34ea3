import {encodeSignatureHeader, SIGNATURE_HEADER_NAME} from '@sanity/webhook'
import {logger} from '#lib/log/logger.ts'

const ROUND_MS = 5 * 60 * 1000
const RETRY_AT_START_MS = 2_000
const MAX_TRIES_AT_START = 30
const REQUEST_TIMEOUT_MS = 60_000

type TimerSettings = {
  /** The site's own address as this process can reach it, for example `http://127.0.0.1:3000`. */
  origin: string
  secret: string
}

/**
 * Asks the site to expire missed changes, on start and every five minutes. Tags can be expired only while Next answers a
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
    timer = setTimeout(round, starting ? RETRY_AT_START_MS : ROUND_MS).unref()
  }
  timer = setTimeout(round, 0).unref()
  return () => clearTimeout(timer)
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
