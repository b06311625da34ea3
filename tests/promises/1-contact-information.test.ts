import {getTableColumns} from 'drizzle-orm'
import {afterAll, beforeAll, expect, test} from 'vitest'
import {auditLog, contactMessages, customerContacts, orders} from '#lib/db/schema.ts'
import {schemaTypes} from '#sanity/schema/index.ts'
import {openShop, type Shop, start} from '#tests/support/shop/shop.ts'

/** §1 and §3: name, business name, e-mail and phone are kept about a client, and Stripe gets an order number from us. */

let shop: Shop
beforeAll(async () => {
  shop = await openShop()
})
afterAll(() => shop.close())

const PERSONAL = ['name', 'businessName', 'email', 'phone']

test('the database has a place for these four things about a client, and for no other', () => {
  // Whose they are, and when they came and went.
  const {orderId, stripeCustomerId, updatedAt, erasedAt, ...about} = getTableColumns(customerContacts)
  expect(Object.keys(about).sort()).toEqual(PERSONAL.toSorted())
  expect(Object.keys(getTableColumns(contactMessages))).not.toEqual(expect.arrayContaining(['ip', 'address']))
})

test('orders and the register of who looked hold nothing personal', () => {
  for (const table of [orders, auditLog])
    expect(Object.keys(getTableColumns(table)).filter((column) => PERSONAL.includes(column))).toEqual([])
})

test('Stripe is asked for the four, and told nothing but ids', async () => {
  const {orderId, sessionId} = await start(shop)
  const session = await shop.stripe.checkout.sessions.retrieve(sessionId)
  expect(session.metadata).toEqual({order_id: orderId, attempt: '1'})
  expect(session.client_reference_id).toBe(orderId)
  expect(session.customer_email).toBeNull()
  expect(session.phone_number_collection?.enabled).toBe(true)
  expect(session.billing_address_collection ?? 'auto').toBe('auto')
  expect(session.shipping_address_collection).toBeNull()
  expect(session.tax_id_collection?.enabled ?? false).toBe(false)
  expect(session.custom_fields).toEqual([])
})

/** The number that the business itself is called at, shown to every visitor. */
const OF_THE_BUSINESS = ['siteSettings.phone']

test('no document of the Studio has a field for a client', () => {
  const fields = schemaTypes.flatMap((type) =>
    type.type === 'document' && 'fields' in type
      ? (type.fields ?? []).map(({name}) => `${type.name}.${name}`)
      : [],
  )
  expect(fields.length).toBeGreaterThan(20)
  expect(fields.filter((field) => /phone|customer|client|birth|orderId/i.test(field))).toEqual(
    OF_THE_BUSINESS,
  )
})
