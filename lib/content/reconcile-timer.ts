import {encodeSignatureHeader, SIGNATURE_HEADER_NAME} from '@sanity/webhook'
import {logger} from '#lib/log/logger.ts'

const FIVE_MINUTES = 5 * 60 * 1000
const UNTIL_NEXT_TRY = 2_000
const TRIES_AT_START = 30

type TimerSettings = {
  /** The site's own address as this process can reach it, for example `http://127.0.0.1:3000`. */
  origin: string
  secret: string
}

/**
 * Asks the site to reconcile, on start and every five minutes. Tags can be expired only while Next answers a request,
 * so the timer sends one, signed as a webhook is.
 *
 * @returns a function that stops the timer.
 */
export function startReconcileTimer(settings: TimerSettings): () => void {
  let tries = 0
  let timer: NodeJS.Timeout
  const round = async () => {
    const done = await askToReconcile(settings)
    const starting = !done && ++tries < TRIES_AT_START
    if (done) tries = TRIES_AT_START
    timer = setTimeout(round, starting ? UNTIL_NEXT_TRY : FIVE_MINUTES).unref()
  }
  timer = setTimeout(round, 0).unref()
  return () => clearTimeout(timer)
}

async function askToReconcile({origin, secret}: TimerSettings): Promise<boolean> {
  const body = JSON.stringify({reason: 'timer'})
  try {
    const response = await fetch(`${origin}/api/reconcile`, {
      method: 'POST',
      body,
      headers: {
        'content-type': 'application/json',
        [SIGNATURE_HEADER_NAME]: await encodeSignatureHeader(body, Date.now(), secret),
      },
      signal: AbortSignal.timeout(60_000),
    })
    if (!response.ok) logger.warn({status: response.status}, 'Published content could not be compared')
    return response.ok
  } catch (error) {
    logger.debug({err: error}, 'The site does not answer itself yet')
    return false
  }
}
