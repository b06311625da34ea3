import {agreedVersions} from '#lib/checkout/agreed-versions.ts'
import {checkoutForm} from '#lib/checkout/checkout-form.ts'
import {checkoutProblem, checkoutUnavailable, renewedPath} from '#lib/checkout/checkout-problem.ts'
import {startCheckout} from '#lib/checkout/start-checkout.ts'
import {commerce} from '#lib/commerce.ts'
import {getPlan} from '#lib/content/plans.ts'
import {getBindingDocuments, versionOf} from '#lib/content/policies.ts'
import {env} from '#lib/env.ts'
import {problemPage} from '#lib/http/errors.ts'
import {isSameOrigin, limitedText} from '#lib/http/request.ts'
import {logger} from '#lib/log/logger.ts'

const MAX_BODY_BYTES = 4_096

/** The button of a checkout page. Leads to Stripe, or answers with a page that says what to do. */
export async function POST(request: Request): Promise<Response> {
  if (!isSameOrigin(request.headers, env().SITE_URL)) return problemPage(FOREIGN)
  const body = await limitedText(request, MAX_BODY_BYTES)
  if (body === undefined) return problemPage({...MALFORMED, status: 413})
  const form = checkoutForm.safeParse(Object.fromEntries(new URLSearchParams(body)))
  if (!form.success) return problemPage(MALFORMED)

  const {plan: slug, nonce} = form.data
  try {
    const [plan, documents] = await Promise.all([getPlan(slug, {publishedOnly: true}), getBindingDocuments()])
    if (!plan) return problemPage(UNKNOWN_PLAN)
    const agreed = agreedVersions(form.data, {
      terms: versionOf(documents.terms),
      policy: versionOf(documents.policy),
    })
    if (!agreed.ok) {
      logger.warn({plan: slug, reason: agreed.reason}, 'checkout refused')
      return agreed.reason === 'renewed' ? seeOther(renewedPath(form.data)) : problemPage(UNBOUND)
    }
    const {name, lookupKey} = plan
    const result = await startCheckout(commerce(), {
      nonce,
      plan: {slug, name: name ?? slug, lookupKey: lookupKey ?? ''},
      versions: agreed.versions,
    })
    if (!result.ok) {
      logger.warn({plan: slug, reason: result.reason}, 'checkout refused')
      return problemPage(checkoutProblem(result, form.data))
    }
    return seeOther(result.url)
  } catch (error) {
    logger.error({plan: slug, error: error instanceof Error ? error.name : 'unknown'}, 'checkout failed')
    return problemPage(checkoutUnavailable({label: 'Try again', href: '/api/checkout', fields: form.data}))
  }
}

function seeOther(location: string): Response {
  return new Response(null, {status: 303, headers: {location, 'cache-control': 'no-store'}})
}

const FOREIGN = {
  status: 403,
  title: 'This form is not from our site',
  paragraphs: ['Your browser says that another site sent it, so nothing was done. Nothing has been charged.'],
  action: {label: 'Go to our site', href: '/'},
}

const MALFORMED = {
  status: 400,
  title: 'This form is not complete',
  paragraphs: ['It did not arrive as our page makes it, so nothing was done. Nothing has been charged.'],
  action: {label: 'Start again', href: '/'},
}

const UNKNOWN_PLAN = {
  status: 404,
  title: 'There is no such plan',
  paragraphs: ['It may have been renamed or taken off sale. Nothing has been charged.'],
  action: {label: 'See what we offer', href: '/'},
}

const UNBOUND = {
  status: 503,
  title: 'This cannot be bought just now',
  paragraphs: [
    'The terms and the privacy policy that a purchase is made under are not published at the moment. Nothing has been charged.',
  ],
  action: {label: 'Tell us that you want it', href: '/contact'},
}
