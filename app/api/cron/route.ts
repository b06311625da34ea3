import {catchUp} from '#app/catch-up.ts'
import {commerce} from '#lib/commerce.ts'
import {seenInDatabase} from '#lib/content/expiry.ts'
import {env} from '#lib/env.ts'
import {errorResponse} from '#lib/http/errors.ts'
import {failedTry, hasBearer} from '#lib/http/signed-requests.ts'
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
  const signal = AbortSignal.timeout(MAX_RUN_MS)
  const caughtUp = await catchUp(seenInDatabase(commerce().db, process.env.BUILD_NAME ?? ''))
  const jobs = {...caughtUp.jobs, ...(await runJobsOnce(commerce(), signal))}
  const status = Object.values(jobs).includes('failed') ? 500 : 200
  return Response.json(
    {revalidated: caughtUp.revalidated, jobs},
    {status, headers: {'cache-control': 'no-store'}},
  )
}
