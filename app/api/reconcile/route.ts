import {reconcile} from '#lib/content/reconcile.ts'
import {env} from '#lib/env.ts'
import {errorResponse} from '#lib/http/error-response.ts'
import {logger} from '#lib/log/logger.ts'
import {readSignedBody} from '#lib/security/signed-body.ts'

/** Finds what was published without the site being told. Called by the site's own timer; signed like a webhook. */
export async function POST(request: Request): Promise<Response> {
  const body = await readSignedBody(request, env().SANITY_WEBHOOK_SECRET)
  if (!body.ok) return body.response
  try {
    return Response.json({revalidated: await reconcile()})
  } catch (error) {
    logger.warn({err: error}, 'The Content Lake did not say what is published')
    return errorResponse(502, 'lake_unreachable', 'The Content Lake did not say what is published.')
  }
}
