import {sql} from 'drizzle-orm'
import {afterAll, beforeAll, expect, test} from 'vitest'
import {auditLog} from '#lib/db/schema.ts'
import {openShop, type Shop} from '#tests/support/shop/shop.ts'

/** §3: who looked at or gave out what is confidential is written down for good. */

let shop: Shop
beforeAll(async () => {
  shop = await openShop()
  await shop.commerce.db.insert(auditLog).values({actor: 'owner', action: 'disclosed to a court'})
})
afterAll(() => shop.close())

test.each([
  ['changed', sql`update audit_log set action = 'nothing happened'`],
  ['removed', sql`delete from audit_log`],
  ['emptied', sql`truncate audit_log`],
])('the register cannot be %s', async (_, statement) => {
  const error: unknown = await shop.commerce.db.execute(statement).then(
    () => undefined,
    (reason: unknown) => (reason instanceof Error ? reason.cause : reason),
  )
  expect(String(error)).toContain('append-only')
  expect(await shop.commerce.db.select().from(auditLog)).toMatchObject([{action: 'disclosed to a court'}])
})
