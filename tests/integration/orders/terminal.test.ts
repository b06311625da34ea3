import {eq} from 'drizzle-orm'
import {afterAll, beforeAll, expect, test} from 'vitest'
import {customerContacts} from '#lib/db/schema.ts'
import {runScript} from '#tests/support/commands.ts'
import {buy, openShop, type Shop, SITE_URL, start, untilState} from '#tests/support/shop/shop.ts'
import {CARDS, payByCard} from '#tests/support/shop/stripe.ts'

/** Clears a screen, and begins a command in the terminals that know one-byte controls. */
const STEERING = '\u001B[2J\u009B31m'

let shop: Shop

beforeAll(async () => {
  shop = await openShop()
})
afterAll(() => shop.close())

const contactOf = async (orderId: string) => {
  const {db} = shop.commerce
  const [contact] = await db.select().from(customerContacts).where(eq(customerContacts.orderId, orderId))
  return contact
}

test('what steers a terminal is not kept of a buyer’s name', async () => {
  const {orderId, url} = await start(shop)
  await payByCard(url, CARDS.succeeds, {individual_name: `Ann${STEERING}\nPipes`})
  await untilState(shop, orderId, 'paid')
  expect((await contactOf(orderId))?.name).toBe('Ann [2J 31m Pipes')
})

test('what is kept already steers no terminal, and a file gets no colours', async () => {
  const {orderId} = await buy(shop)
  await shop.commerce.db
    .update(customerContacts)
    .set({businessName: `Pipes${STEERING}`})
    .where(eq(customerContacts.orderId, orderId))
  for (const args of [
    ['orders', 'list'],
    ['orders', 'show', orderId],
    ['orders', 'list', '--json'],
  ]) {
    const {out} = await runScript('ops.ts', args, {...shop.env, SITE_URL})
    expect(out).toContain('Pipes')
    expect(out).not.toMatch(/(?!\n)\p{Cc}/u)
  }
})
