import Stripe from 'stripe'
import {isMissing, withStripeRetry} from '../stripe.ts'
import {choosePrice} from './prices.ts'
import {CATALOGUE_EVENTS, ORDER_EVENTS} from './stripe-events.ts'

/**
 * What is put on sale in a new Stripe account. From then on Stripe has the word: an amount that is changed there is
 * shown and charged as it is there.
 */
const CATALOGUE = [
  {
    productId: 'plumbperfect_lifetime_access',
    productName: 'Lifetime access',
    lookupKey: 'lifetime_access',
    /** Cents. */
    amount: 9_900,
    currency: 'usd',
  },
] as const

type CatalogueItem = (typeof CATALOGUE)[number]

/** One part of the account: made now, there as it should be, mended, or different in a way that a person must judge. */
export type SyncLine = {what: string; state: 'made' | 'kept' | 'mended' | 'differs'; detail: string}

export type SyncReport = {
  lines: SyncLine[]
  /** Told by Stripe once, when the endpoint is made; belongs into STRIPE_WEBHOOK_SECRET. */
  webhookSecret: string | undefined
}

export type SyncOptions = {
  /** Where Stripe sends events to. */
  webhookUrl: string
  /** Look only: make nothing, and report what is not there as different. */
  check?: boolean
}

/**
 * Puts product, price and webhook endpoint into a Stripe account, or checks those that are there. Running it again
 * changes nothing. It never changes a price: what differs is reported.
 */
export async function syncAccount(
  stripe: Stripe,
  {webhookUrl, check = false}: SyncOptions,
): Promise<SyncReport> {
  const lines: SyncLine[] = []
  for (const item of CATALOGUE) {
    lines.push(await syncProduct(stripe, item, check), await syncPrice(stripe, item, check))
  }
  const {line, webhookSecret} = await syncEndpoint(stripe, webhookUrl, check)
  return {lines: [...lines, line], webhookSecret}
}

async function syncProduct(stripe: Stripe, item: CatalogueItem, check: boolean): Promise<SyncLine> {
  const what = `Product ${item.productId}`
  try {
    const product = await withStripeRetry(() => stripe.products.retrieve(item.productId))
    if (!product.active) return {what, state: 'differs', detail: 'It is archived, so nothing can be sold.'}
    if (product.name !== item.productName)
      return {
        what,
        state: 'differs',
        detail: `It is called “${product.name}”, which buyers read; a new account gets “${item.productName}”.`,
      }
    return {what, state: 'kept', detail: product.name}
  } catch (error) {
    if (!isMissing(error)) throw error
  }
  if (check) return {what, state: 'differs', detail: 'It is not there.'}
  const idempotencyKey = `sync:product:${item.productId}`
  const {productId: id, productName: name} = item
  await withStripeRetry(() => stripe.products.create({id, name}, {idempotencyKey}))
  return {what, state: 'made', detail: name}
}

async function syncPrice(stripe: Stripe, item: CatalogueItem, check: boolean): Promise<SyncLine> {
  const {lookupKey, amount, currency, productId} = item
  const what = `Price ${lookupKey}`
  const {data} = await withStripeRetry(() =>
    stripe.prices.list({lookup_keys: [lookupKey], limit: 10, expand: ['data.product']}),
  )
  const found = choosePrice(lookupKey, data)
  if (found.ok) {
    const detail = `${found.price.amount} ${found.price.currency}, ${found.price.id}`
    const sold = productOf(data.find(({id}) => id === found.price.id))
    if (sold !== productId)
      return {what, state: 'differs', detail: `${detail}; it sells ${sold}, and not ${productId}.`}
    if (found.price.amount === amount) return {what, state: 'kept', detail}
    return {
      what,
      state: 'differs',
      detail: `${detail}; a new account gets ${amount} ${currency}. Stripe's is charged.`,
    }
  }
  if (found.reason !== 'unknown-price')
    return {what, state: 'differs', detail: `It cannot be sold: ${found.reason}.`}
  if (check) return {what, state: 'differs', detail: 'It is not there.'}
  const price = await withStripeRetry(() =>
    stripe.prices.create(
      {product: productId, currency, unit_amount: amount, lookup_key: lookupKey},
      {idempotencyKey: `sync:price:${lookupKey}`},
    ),
  )
  return {what, state: 'made', detail: `${amount} ${currency}, ${price.id}`}
}

function productOf(price: Stripe.Price | undefined): string | undefined {
  return typeof price?.product === 'string' ? price.product : price?.product.id
}

async function syncEndpoint(stripe: Stripe, url: string, check: boolean) {
  const what = `Webhook ${url}`
  const endpoints = await stripe.webhookEndpoints.list({limit: 100}).autoPagingToArray({limit: 1_000})
  const endpoint = endpoints.find((candidate) => candidate.url === url)
  const line = (state: SyncLine['state'], detail: string) => ({
    line: {what, state, detail},
    webhookSecret: undefined,
  })
  const enabled_events = [...ORDER_EVENTS, ...CATALOGUE_EVENTS]
  // Events come in the version that this client reads, and not in the account's own.
  const api_version = Stripe.API_VERSION
  if (endpoint === undefined) {
    if (check) return line('differs', 'It is not there.')
    const made = await withStripeRetry(() =>
      stripe.webhookEndpoints.create({url, enabled_events, api_version}),
    )
    return {
      ...line('made', `${made.id}, ${enabled_events.length} kinds of event`),
      webhookSecret: made.secret,
    }
  }
  if (endpoint.status !== 'enabled') return line('differs', `${endpoint.id} is ${endpoint.status}.`)
  const missing = enabled_events.filter(
    (type) => !endpoint.enabled_events.some((has) => has === type || has === '*'),
  )
  if (missing.length === 0 && endpoint.api_version !== api_version) {
    const version = endpoint.api_version ?? 'the account’s version'
    const detail = `${endpoint.id} sends ${version}, and not ${api_version}. Stripe cannot change that: delete it in the dashboard and run this again, which gives a new secret.`
    return line('differs', detail)
  }
  if (missing.length === 0) return line('kept', endpoint.id)
  if (check) return line('differs', `${endpoint.id} is not told of: ${missing.join(', ')}.`)
  await withStripeRetry(() => stripe.webhookEndpoints.update(endpoint.id, {enabled_events}))
  return line('mended', `${endpoint.id} is now told of: ${missing.join(', ')}.`)
}
