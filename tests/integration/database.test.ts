import {sql} from 'drizzle-orm'
import {expect, onTestFinished, test} from 'vitest'
import {connectDatabase} from '#lib/db/database.ts'
import {startMigratedPostgres} from '#tests/support/shop/migrated-database.ts'

async function start(port = 0) {
  const postgres = await startMigratedPostgres(port)
  onTestFinished(() => postgres.stop())
  return postgres
}

// It starts two databases, which takes a slow machine longer than tests have as a rule.
test('a database that goes away fails the transactions under way, and nothing else', {
  timeout: 180_000,
}, async () => {
  const postgres = await start()
  const lost: Error[] = []
  const {db, close} = connectDatabase(postgres.url, {onLost: (error) => lost.push(error)})
  await Promise.all([db.execute(sql`select 1`), db.execute(sql`select 1`)])
  const underWay = db.transaction(async (tx) => {
    // This database lets no other transaction begin meanwhile.
    const refused = expect(db.transaction((other) => other.execute(sql`select 2`))).rejects.toThrow()
    await postgres.stop()
    await refused
    await tx.execute(sql`select 3`)
  })
  await expect(underWay).rejects.toThrow()
  expect(lost).toHaveLength(2)

  await start(Number(new URL(postgres.url).port))
  expect((await db.execute(sql`select 4 as four`)).rows).toEqual([{four: 4}])
  // Waits for every connection that is still checked out.
  await close()
})
