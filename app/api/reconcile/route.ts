import {catchUp} from '#app/catch-up.ts'
import {env} from '#lib/env.ts'
import {errorResponse} from '#lib/http/errors.ts'
import {readSignedBody} from '#lib/http/signed-requests.ts'

/** Finds what was published, and what was priced anew, without the site being told. Called by the site's own timer; signed like a webhook. */
export async function POST(request: Request): Promise<Response> {
  const body = await readSignedBody(request, env().SANITY_WEBHOOK_SECRET)
  if (!body.ok) return body.response
  const {revalidated, jobs} = await catchUp()
  return jobs.content === 'done'
    ? Response.json({revalidated})
    : errorResponse(502, 'lake_unreachable', 'The Content Lake did not say what is published.')
}
