import {commerce} from '#lib/commerce.ts'
import {expireMissedChanges, expireTags} from '#lib/content/expiry.ts'
import {keepVersions} from '#lib/content/seals.ts'
import {getSiteSettings} from '#lib/content/site-settings.ts'
import {env} from '#lib/env.ts'
import {errorResponse} from '#lib/http/errors.ts'
import {readSignedBody} from '#lib/http/signed-requests.ts'
import {logger} from '#lib/log.ts'
import {PRICES_TAG} from '#lib/orders/checkout/view.ts'
import {expireMissedPrices} from '#lib/orders/sync.ts'
import {alertOwnerOfSite} from '#lib/owner-alerts.ts'

/** Finds what was published, and what was priced anew, without the site being told. Called by the site's own timer; signed like a webhook. */
export async function POST(request: Request): Promise<Response> {
  const body = await readSignedBody(request, env().SANITY_WEBHOOK_SECRET)
  if (!body.ok) return body.response
  await catchUpWithPrices()
  await keepSeals()
  try {
    return Response.json({revalidated: await expireMissedChanges()})
  } catch (error) {
    logger.warn({err: error}, 'The Content Lake did not say what is published')
    return errorResponse(502, 'lake_unreachable', 'The Content Lake did not say what is published.')
  }
}

async function catchUpWithPrices(): Promise<void> {
  try {
    const changes = await expireMissedPrices(commerce(), () => expireTags([PRICES_TAG]))
    if (changes > 0) logger.info({changes}, 'Prices had changed unheard')
  } catch (error) {
    logger.warn(
      {error: error instanceof Error ? error.name : 'unknown'},
      'Stripe did not say what was missed',
    )
  }
}

async function keepSeals(): Promise<void> {
  const {db} = commerce()
  try {
    const {adopted} = await keepVersions({
      ...commerce(),
      timeZone: (await getSiteSettings({publishedOnly: true})).timeZone,
      token: env().SANITY_VERSIONS_TOKEN,
      alert: (alert) => alertOwnerOfSite(db, alert),
    })
    if (adopted.length > 0) logger.info({policies: adopted}, 'Texts of policies became versions')
  } catch (error) {
    logger.warn(
      {error: error instanceof Error ? error.name : 'unknown'},
      'The versions of policies could not be compared with their seals',
    )
  }
}
