import {execFile} from 'node:child_process'
import {once} from 'node:events'
import {join} from 'node:path'
import {eq, sql} from 'drizzle-orm'
import {afterAll, beforeAll, expect, test} from 'vitest'
import {orderHistory, outbox} from '#lib/db/schema.ts'
import {fulfil} from '#lib/orders/fulfil.ts'
import {findOrder} from '#lib/orders/store.ts'
import {deliverMail} from '#lib/workers.ts'
import {openShop, type Shop, SITE_URL, start} from '#tests/support/shop/shop.ts'
import {type Cut, StepProxy} from '#tests/support/shop/step-proxy.ts'
import {payByCard} from '#tests/support/shop/stripe.ts'

const PASS = join(process.cwd(), 'tests/support/shop/one-pass.ts')

let shop: Shop

beforeAll(async () => {
  shop = await openShop({deaf: true})
}, 90_000)
afterAll(() => shop.close())

/** Runs the pass after a payment, killed outright at a step. Returns whether it got as far as that step. */
async function runKilled(sessionId: string, step: number, cut: Cut): Promise<boolean> {
  const child = {kill: () => {}}
  const proxy = new StepProxy(step, cut, () => child.kill())
  const {DATABASE_URL = '', STRIPE_API_HOST = '', SMTP_URL = ''} = shop.env
  const env = {
    ...shop.env,
    DATABASE_URL: await proxy.towards(DATABASE_URL),
    STRIPE_API_HOST: await proxy.towards(STRIPE_API_HOST),
    SMTP_URL: await proxy.towards(SMTP_URL),
  }
  await run(sessionId, env, child)
  await proxy.close()
  return proxy.wasCut
}

async function run(
  sessionId: string,
  env: Record<string, string>,
  handle: {kill: () => void},
): Promise<void> {
  const child = execFile(process.execPath, [PASS, SITE_URL, sessionId], {env: {...process.env, ...env}})
  handle.kill = () => void child.kill('SIGKILL')
  child.stderr?.pipe(process.stderr)
  await once(child, 'exit')
}

/** Mails that the mail host took over but that are not noted as sent: these, and only these, come twice. */
async function unnoted(orderId: string): Promise<number> {
  const rows = await shop.commerce.db.select().from(outbox).where(eq(outbox.orderId, orderId))
  const taken = await messageIds(rows.map(({id}) => id))
  return taken.length - rows.filter(({status}) => status === 'sent').length
}

async function messageIds(ids: string[]): Promise<string[]> {
  const all = (await shop.inbox.list()).map(({messageId}) => messageId ?? '')
  return all.filter((messageId) => ids.some((id) => messageId.includes(id)))
}

test.each<Cut>(['before', 'after'])(
  'killed at every step, the answer lost or the step never heard (%s)',
  async (cut) => {
    let twice = 0
    let step = 0
    for (let isWithin = true; isWithin; ) {
      step += 1
      const {orderId, url, sessionId} = await start(shop)
      await payByCard(url)
      isWithin = await runKilled(sessionId, step, cut)
      const repeats = await unnoted(orderId)
      twice += repeats

      // What time does on its own: the claim of the process that fell runs out.
      await shop.commerce.db.update(outbox).set({claimedUntil: sql`now()`}).where(eq(outbox.orderId, orderId))
      const restarted = shop.instance()
      await fulfil(restarted, sessionId)
      await deliverMail(restarted)
      await restarted.close()

      const about = `step ${step}, ${cut}`
      const order = await findOrder(shop.commerce.db, orderId)
      expect({state: order?.state, payment: order?.payment}, about).toEqual({
        state: 'awaiting_details',
        payment: 'paid',
      })
      const moves = await shop.commerce.db
        .select()
        .from(orderHistory)
        .where(eq(orderHistory.orderId, orderId))
      expect(moves.map(({toState}) => toState).sort(), about).toEqual(['awaiting_details', 'paid'])
      const rows = await shop.commerce.db.select().from(outbox).where(eq(outbox.orderId, orderId))
      expect(rows.map(({purpose, status}) => `${purpose} ${status}`).sort(), about).toEqual([
        'order_confirmation sent',
        'owner_new_order sent',
      ])
      const ids = await messageIds(rows.map(({id}) => id))
      expect(ids.length, about).toBe(2 + repeats)
      expect(new Set(ids).size, about).toBe(2)
    }
    console.log(`${step - 1} steps cut off (${cut}); a mail came twice after ${twice} of them`)
    expect(step).toBeGreaterThan(20)
  },
)
