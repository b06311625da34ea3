import {randomUUID} from 'node:crypto'
import pg from 'pg'
import Stripe from 'stripe'

const {DATABASE_URL, STRIPE_SECRET_KEY = '', STRIPE_API_HOST, SITE_URL, PRICE} = process.env

const pool = new pg.Pool({connectionString: DATABASE_URL, max: 10})
const {hostname, port} = new URL(STRIPE_API_HOST ?? '')
const stripe = new Stripe(STRIPE_SECRET_KEY, {host: hostname, port, protocol: 'http', telemetry: false})

const INSERT = `insert into orders
  (id, nonce, plan, plan_name, lookup_key, terms_version, policy_version, livemode)
  values ($1, $2, $3, $3, $3, 'none', 'none', false) returning *`

/** The least that a checkout can be: the order's row, Stripe's session, and the way there. Nothing is checked. */
export async function POST(request: Request): Promise<Response> {
  const form = new URLSearchParams(await request.text())
  const id = randomUUID()
  const [nonce, plan] = [form.get('nonce'), form.get('plan')]
  await pool.query(INSERT, [id, nonce, plan])
  const metadata = {order_id: id, attempt: '1'}
  const session = await stripe.checkout.sessions.create(
    {
      mode: 'payment',
      ui_mode: 'hosted_page',
      line_items: [{price: PRICE ?? '', quantity: 1}],
      client_reference_id: id,
      metadata,
      payment_intent_data: {metadata},
      invoice_creation: {enabled: true, invoice_data: {metadata}},
      name_collection: {
        business: {enabled: true, optional: false},
        individual: {enabled: true, optional: false},
      },
      phone_number_collection: {enabled: true},
      success_url: `${SITE_URL}/checkout/thanks?session_id={CHECKOUT_SESSION_ID}`,
      cancel_url: `${SITE_URL}/checkout/${plan}?order=${nonce}`,
    },
    {idempotencyKey: `order:${id}:1`},
  )
  return new Response(null, {status: 303, headers: {location: session.url ?? '/'}})
}
