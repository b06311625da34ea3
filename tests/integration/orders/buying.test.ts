import {eq} from 'drizzle-orm'
import {afterAll, beforeAll, expect, test} from 'vitest'
import {startCheckout} from '#lib/checkout/start-checkout.ts'
import {customerContacts} from '#lib/db/schema.ts'
import {findOrder} from '#lib/orders/find-order.ts'
import {readThanks} from '#lib/orders/read-thanks.ts'
import {deliverMail} from '#lib/workers.ts'
import {eventually} from '#tests/support/eventually.ts'
import {openShop, type Shop, start, untilState} from '#tests/support/shop/shop.ts'
import {CARDS, payByCard} from '#tests/support/shop/stripe.ts'

let shop: Shop

beforeAll(async () => {
  shop = await openShop()
})
afterAll(() => shop.close())

test('a purchase is paid, fulfilled, confirmed, and waits for the details', async () => {
  const {commerce, inbox} = shop
  const started = await startCheckout(commerce, shop.request())
  if (!started.ok) throw new Error(started.reason)
  const thanksUrl = await payByCard(started.url)
  expect(thanksUrl).toMatch(/^https:\/\/shop\.example\/checkout\/thanks\?session_id=cs_test_/)
  await eventually(
    () => findOrder(commerce.db, started.orderId),
    (order) => order?.state === 'paid',
  )
  expect(await deliverMail(commerce)).toEqual({sent: 2, failed: 0})
  expect(await findOrder(commerce.db, started.orderId)).toMatchObject({
    state: 'awaiting_details',
    payment: 'paid',
    amountTotal: 9_900,
  })

  const [toOwner, toClient] = await inbox.about(started.orderId)
  expect(toClient?.to).toBe('"Ann Pipes" <ann@pipes.example>')
  expect(toClient?.text).toContain('US$99.00')
  expect(toClient?.text).toMatch(/https:\/\/shop\.example\/setup\?link=[\w-]{43}\n/)
  expect(toOwner?.text).toContain('Pipes & Sons')

  const sessionId = new URL(thanksUrl ?? '').searchParams.get('session_id') ?? ''
  expect(await readThanks(commerce, sessionId)).toMatchObject({status: 'paid', email: 'ann@pipes.example'})
})

test('a card number that a buyer types as a name is not kept', async () => {
  const {commerce} = shop
  const {orderId, url} = await start(shop)
  await payByCard(url, CARDS.succeeds, {individual_name: 'Ann 4000/0012/4000/0000'})
  await untilState(shop, orderId, 'paid')
  const [contact] = await commerce.db
    .select()
    .from(customerContacts)
    .where(eq(customerContacts.orderId, orderId))
  expect(contact).toMatchObject({name: null, businessName: 'Pipes & Sons', email: 'ann@pipes.example'})
})
