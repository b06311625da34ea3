import {mkdtemp, rm} from 'node:fs/promises'
import {createServer, type IncomingHttpHeaders} from 'node:http'
import type {AddressInfo} from 'node:net'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import Stripe from 'stripe'
import {type RunningStripe, type StripeOptions, startStripe} from '../server.ts'

export type StandIn = {
  running: RunningStripe
  data: string
  /** The real SDK with the secret test key. It does not retry, so that a test sees each answer. */
  stripe: Stripe
  /** The same with another key or other options. */
  client(options?: {key?: string; maxNetworkRetries?: number; timeout?: number}): Stripe
  /** Calls a control under `/_control/`. */
  control(method: 'GET' | 'POST' | 'DELETE', path: string, body?: object): Promise<Record<string, unknown>>
  stop(): Promise<void>
}

/** Starts a stand-in with a directory of its own. */
export async function startStandIn(options: Partial<StripeOptions> = {}): Promise<StandIn> {
  const data = options.data ?? (await mkdtemp(join(tmpdir(), 'stripe-')))
  const running = await startStripe({port: 0, retryDelays: [60_000], ...options, data})
  const client: StandIn['client'] = ({
    key = running.account.test.secretKey,
    maxNetworkRetries = 0,
    timeout,
  } = {}) => clientFor(running.url, key, {maxNetworkRetries, ...(timeout !== undefined && {timeout})})
  return {
    running,
    data,
    stripe: client(),
    client,
    control: (method, path, body) => control(running.url, method, path, body),
    async stop() {
      await running.close()
      await rm(data, {recursive: true, force: true})
    },
  }
}

export function clientFor(
  url: string,
  key: string,
  options: {maxNetworkRetries?: number; timeout?: number} = {},
): Stripe {
  const {hostname, port} = new URL(url)
  return new Stripe(key, {host: hostname, port, protocol: 'http', telemetry: false, ...options})
}

async function control(
  url: string,
  method: string,
  path: string,
  body?: object,
): Promise<Record<string, unknown>> {
  const response = await fetch(`${url}/_control/${path}`, {
    method,
    headers: {'content-type': 'application/json'},
    ...(body && {body: JSON.stringify(body)}),
  })
  const answer = await response.json()
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${JSON.stringify(answer)}`)
  return answer
}

const buyer = {
  email: 'dana@rivera-plumbing.example',
  individual_name: 'Dana Rivera',
  business_name: 'Rivera Plumbing',
  phone: '+1 555 010 0200',
  card_number: '4242 4242 4242 4242',
  card_expiry: '12 / 40',
  card_cvc: '123',
}

export async function createPrice(
  stripe: Stripe,
  unitAmount = 9900,
  lookupKey?: string,
): Promise<Stripe.Price> {
  const product = await stripe.products.create({name: 'Lifetime access'})
  return stripe.prices.create({
    product: product.id,
    currency: 'usd',
    unit_amount: unitAmount,
    ...(lookupKey && {lookup_key: lookupKey}),
  })
}

/** A session as the site opens it: one line, contact data, an invoice. */
export async function openSession(
  stripe: Stripe,
  params: Stripe.Checkout.SessionCreateParams = {},
  options: Stripe.RequestOptions = {},
): Promise<Stripe.Checkout.Session & {url: string}> {
  const price = params.line_items ? undefined : await createPrice(stripe)
  const session = await stripe.checkout.sessions.create(
    {
      mode: 'payment',
      ...(price && {line_items: [{price: price.id, quantity: 1}]}),
      success_url: 'http://127.0.0.1:4279/thanks?session={CHECKOUT_SESSION_ID}',
      cancel_url: 'http://127.0.0.1:4279/checkout/lifetime',
      client_reference_id: 'order-1',
      metadata: {order: 'order-1'},
      payment_intent_data: {metadata: {order: 'order-1'}},
      customer_creation: 'always',
      invoice_creation: {enabled: true},
      name_collection: {individual: {enabled: true}, business: {enabled: true}},
      phone_number_collection: {enabled: true},
      ...params,
    },
    options,
  )
  return {...session, url: urlOf(session)}
}

export type PageAnswer = {status: number; location: string | null; text: string}

/** Fills in a session's page and presses pay, as a browser without scripts does. */
export function submitPayment(url: string, fields: Record<string, string> = {}): Promise<PageAnswer> {
  return post(url, {...buyer, ...fields})
}

export async function post(url: string, fields: Record<string, string>): Promise<PageAnswer> {
  const response = await fetch(url, {method: 'POST', redirect: 'manual', body: new URLSearchParams(fields)})
  return {status: response.status, location: response.headers.get('location'), text: await response.text()}
}

/** Opens a session and pays it. */
export async function buy(
  stripe: Stripe,
  fields: Record<string, string> = {},
): Promise<{session: Stripe.Checkout.Session; intent: Stripe.PaymentIntent}> {
  const {id, url} = await openSession(stripe)
  const paid = await submitPayment(url, fields)
  if (paid.status !== 303) throw new Error(`The payment was answered with ${paid.status}`)
  const session = await stripe.checkout.sessions.retrieve(id, {expand: ['payment_intent']})
  if (typeof session.payment_intent !== 'object' || session.payment_intent === null)
    throw new Error('No payment intent')
  return {session, intent: session.payment_intent}
}

function urlOf(session: Stripe.Checkout.Session): string {
  if (!session.url) throw new Error(`${session.id} has no page`)
  return session.url
}

export type Received = {event: Stripe.Event; payload: string; headers: IncomingHttpHeaders; verified: boolean}

export type Receiver = {
  url: string
  received: Received[]
  types(): string[]
  /** The status of each further answer, first to last; 200 when there is none left. */
  answers: number[]
  /** The endpoint's secret, to verify signatures with. */
  trust(secret: string | undefined): void
  /** Resolves with the first event of that type, now or when it arrives. */
  waitFor(type: string, count?: number): Promise<Received>
  stop(): Promise<void>
}

/** A webhook endpoint that verifies each event with the real SDK and remembers it. */
export async function startReceiver(): Promise<Receiver> {
  const received: Received[] = []
  const waiting = new Set<() => void>()
  const answers: number[] = []
  let secret = ''
  const server = createServer(async (request, response) => {
    const payload = Buffer.concat(await request.toArray()).toString('utf8')
    response.writeHead(answers.shift() ?? 200).end()
    received.push({
      event: JSON.parse(payload),
      payload,
      headers: request.headers,
      verified: isSigned(request.headers, payload, secret),
    })
    for (const check of waiting) check()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address: AddressInfo | string | null = server.address()
  if (typeof address !== 'object' || address === null) throw new Error('The receiver has no port')
  return {
    url: `http://127.0.0.1:${address.port}/webhook`,
    received,
    types: () => received.map(({event}) => event.type),
    answers,
    trust(given = '') {
      secret = given
    },
    waitFor(type, count = 1) {
      return new Promise((resolve) => {
        const check = () => {
          const found = received.filter(({event}) => event.type === type)[count - 1]
          if (!found) return
          waiting.delete(check)
          resolve(found)
        }
        waiting.add(check)
        check()
      })
    },
    async stop() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function isSigned(headers: IncomingHttpHeaders, payload: string, secret: string): boolean {
  try {
    Stripe.webhooks.constructEvent(payload, String(headers['stripe-signature']), secret)
    return true
  } catch {
    return false
  }
}
