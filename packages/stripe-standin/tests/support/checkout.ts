import type Stripe from 'stripe'

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
