import {commerce} from '#lib/commerce.ts'
import {getBindingDocuments, getPlan} from '#lib/content/documents.ts'
import {expireTags} from '#lib/content/expiry.ts'
import {env} from '#lib/env.ts'
import {problemPage} from '#lib/http/errors.ts'
import {readForm, seeOther} from '#lib/http/forms.ts'
import {withDeadline} from '#lib/http/request.ts'
import {checkoutPath} from '#lib/links/paths.ts'
import {logger} from '#lib/log.ts'
import {
  agreedVersions,
  checkoutForm,
  MALFORMED_FORM,
  NOTHING_CHARGED,
  NOTHING_IN_FORCE,
  refusalPage,
  UNKNOWN_PLAN,
  unavailablePage,
} from '#lib/orders/checkout/form.ts'
import {startCheckout} from '#lib/orders/checkout/start-checkout.ts'
import {PRICES_TAG} from '#lib/orders/checkout/view.ts'

const FORM = {
  maxBytes: 4_096,
  page: {label: 'Go to our site', href: '/'},
  note: NOTHING_CHARGED,
}

/** The button of a checkout page. Leads to Stripe, or answers with a page that says what to do. */
export async function POST(request: Request): Promise<Response> {
  const read = await readForm(request, {siteUrl: env().SITE_URL, ...FORM})
  if (!read.ok) return read.response
  const form = checkoutForm.safeParse(read.fields)
  if (!form.success) return problemPage(MALFORMED_FORM)

  const {plan: slug, nonce} = form.data
  try {
    const [plan, documents] = await Promise.all([getPlan(slug, {publishedOnly: true}), getBindingDocuments()])
    if (!plan) return problemPage(UNKNOWN_PLAN)
    const agreed = agreedVersions(form.data, {
      terms: documents.terms?.reference,
      policy: documents.policy?.reference,
    })
    if (!agreed.ok) {
      logger.warn({plan: slug, reason: agreed.reason}, 'checkout refused')
      return agreed.reason === 'renewed'
        ? seeOther(checkoutPath(slug, {order: nonce, renewed: 'documents'}))
        : problemPage(NOTHING_IN_FORCE)
    }
    const {name, lookupKey} = plan
    const result = await withDeadline(
      startCheckout(commerce(), {
        nonce,
        plan: {slug, name: name ?? slug, lookupKey: lookupKey ?? ''},
        versions: agreed.versions,
        shownAmount: form.data.amount,
      }),
    )
    if (result.ok) return seeOther(result.url)
    logger.warn({plan: slug, reason: result.reason}, 'checkout refused')
    if (result.reason === 'price-changed') {
      // The page must not show the amount again that it has kept.
      await expireTags([PRICES_TAG])
      return seeOther(checkoutPath(slug, {order: nonce, renewed: 'price'}))
    }
    return problemPage(refusalPage(result, form.data))
  } catch (error) {
    logger.error({plan: slug, error: error instanceof Error ? error.name : 'unknown'}, 'checkout failed')
    return problemPage(unavailablePage(form.data))
  }
}
