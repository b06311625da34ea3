import {commerce} from '#lib/commerce.ts'
import {expireMissedChanges, expireTags, seenInDatabase} from '#lib/content/expiry.ts'
import {env} from '#lib/env.ts'
import {errorResponse} from '#lib/http/errors.ts'
import {failedTry, hasBearer} from '#lib/http/signed-requests.ts'
import {logger} from '#lib/log.ts'
import {PRICES_TAG} from '#lib/orders/checkout/view.ts'
import {expireMissedPrices} from '#lib/orders/sync.ts'
import {runJobsOnce} from '#lib/workers.ts'

/** Hosts end a request after a minute at the least; what is left follows with the next one. */
const MAX_RUN_MS = 45_000

/**
 * What workers and timers do on a server, once: mail, reconcilers, cleaning up, and what was published or priced unheard. For hosts
 * where no process waits for a timer. Asked for by their scheduler, with `Authorization: Bearer CRON_SECRET`; as often as it likes.
 *
 * @see https://vercel.com/docs/cron-jobs/manage-cron-jobs#securing-cron-jobs
 */
export async function GET(request: Request): Promise<Response> {
  const {CRON_SECRET} = env()
  if (CRON_SECRET === undefined)
    return errorResponse(404, 'off', 'This site does its work in the background by itself.')
  if (!hasBearer(request, CRON_SECRET))
    return failedTry(request, errorResponse(401, 'unauthorized', 'The secret is missing or wrong.'))
  const {revalidated, problem} = await catchUp()
  const jobs = await runJobsOnce(commerce(), AbortSignal.timeout(MAX_RUN_MS))
  const isWell = problem === undefined && !Object.values(jobs).includes('failed')
  return Response.json(
    {revalidated, jobs, ...(problem && {problem})},
    {status: isWell ? 200 : 500, headers: {'cache-control': 'no-store'}},
  )
}

async function catchUp(): Promise<{revalidated: string[]; problem?: string}> {
  try {
    await expireMissedPrices(commerce(), () => expireTags([PRICES_TAG]))
    const seen = seenInDatabase(commerce().db, process.env.BUILD_NAME ?? '')
    return {revalidated: await expireMissedChanges(seen)}
  } catch (error) {
    const name = error instanceof Error ? error.name : 'unknown'
    logger.warn({error: name}, 'What is published or priced could not be compared')
    return {revalidated: [], problem: 'not_compared'}
  }
}
