import {afterAll, afterEach, beforeAll, expect, test} from 'vitest'
import {type Commerce, openCommerce} from '#lib/commerce.ts'
import {connectDatabase, DatabaseTimeout} from '#lib/db/database.ts'
import {parseCommerceEnv} from '#lib/env.ts'
import {withDeadline} from '#lib/http/request.ts'
import {getCheckoutView, getOrderStatus} from '#lib/orders/checkout/view.ts'
import {openSetup} from '#lib/setup/form.ts'
import {buy, openShop, PLAN, type Shop, SITE_URL, start} from '#tests/support/shop/shop.ts'
import {control, payByCard} from '#tests/support/shop/stripe.ts'
import {SilentProxy} from '#tests/support/silent-proxy.ts'

/** What a visitor waits for at most, and what a busy machine may add to it. */
const VISITOR_MS = 5_000
const SLACK_MS = 3_000

let shop: Shop
let proxy: SilentProxy
/** The same shop, whose database can fall silent. */
let commerce: Commerce & {close(): Promise<void>}

beforeAll(async () => {
  shop = await openShop()
  proxy = await SilentProxy.start(shop.env.DATABASE_URL ?? '')
  const env = parseCommerceEnv({...shop.env, DATABASE_URL: proxy.url})
  commerce = openCommerce(env, SITE_URL, shop.commerce.log)
})
afterEach(async () => {
  proxy.speakAgain()
  await control(shop.stripeUrl, 'faults', {}, 'DELETE')
})
afterAll(async () => {
  await proxy.close()
  await commerce.close()
  await shop.close()
})

async function inTime<T>(work: () => Promise<T>): Promise<T> {
  const since = performance.now()
  const result = await work()
  expect(performance.now() - since).toBeLessThan(VISITOR_MS + SLACK_MS)
  return result
}

test('a statement that is not answered ends its connection, and the next one has another', async () => {
  const lost: Error[] = []
  const {db, close} = connectDatabase(proxy.url, {
    max: 2,
    answerWithinMs: 300,
    onLost: (error) => lost.push(error),
  })
  await db.execute('select 1')
  proxy.fallSilent()
  await expect(db.transaction((transaction) => transaction.execute('select 2'))).rejects.toThrow()
  expect(lost).toEqual([expect.any(DatabaseTimeout)])
  proxy.speakAgain()
  expect((await db.execute('select 3 as three')).rows).toEqual([{three: 3}])
  await close()
})

test('a connection that rests is not taken for one that hangs', async () => {
  const lost: Error[] = []
  const {db, close} = connectDatabase(proxy.url, {answerWithinMs: 50, onLost: (error) => lost.push(error)})
  await db.execute('select 1')
  await expect(withDeadline(new Promise<never>(() => undefined), 600)).rejects.toThrow()
  await db.execute('select 1')
  expect(lost).toEqual([])
  await close()
})

test('twenty readers of pages whose database hangs are told so within five seconds, and nothing is claimed', async () => {
  const {sessionId} = await buy(shop)
  await commerce.db.execute('select 1')
  proxy.fallSilent()
  const {nonce} = shop.request()
  const answers = await inTime(() =>
    Promise.all(
      Array.from({length: 20}, (_, index) =>
        index % 2 === 0
          ? getOrderStatus(commerce, sessionId)
          : getCheckoutView(commerce, {slug: PLAN.slug, lookupKey: PLAN.lookupKey}, nonce),
      ),
    ),
  )
  expect(new Set(answers.map((answer) => JSON.stringify(answer)))).toEqual(
    new Set(['{"status":"unknown-now"}', '{"kind":"unavailable"}']),
  )
  await inTime(() => expect(withDeadline(openSetup(commerce, 'x'.repeat(43)))).rejects.toThrow())
  proxy.speakAgain()
  expect(await getOrderStatus(commerce, sessionId)).toMatchObject({status: 'paid'})
})

test('while Stripe hangs, a paid order is known to be paid, and nothing is said of another', async () => {
  const paid = await buy(shop)
  const open = await start(shop)
  await control(shop.stripeUrl, 'faults/webhooks', {kind: 'drop', type: '*'})
  await payByCard(open.url)
  await control(shop.stripeUrl, 'faults/api', {kind: 'hang', path: '/v1/checkout/sessions/*', times: 20})
  expect(await inTime(() => getOrderStatus(shop.commerce, paid.sessionId))).toMatchObject({status: 'paid'})
  expect(await inTime(() => getOrderStatus(shop.commerce, open.sessionId))).toEqual({status: 'unknown-now'})
})
