import {sql} from 'drizzle-orm'
import {expect, test} from 'vitest'
import {connectDatabase} from '#lib/db/database.ts'
import {startPostgres} from '#local/postgres/server.ts'

test('a database that goes away between two queries of a transaction fails that transaction, and nothing else', async () => {
  const postgres = await startPostgres({port: 0})
  const lost: string[] = []
  const {db, close} = connectDatabase(postgres.url, {onLost: ({message}) => lost.push(message)})
  const transaction = db.transaction(async (tx) => {
    await tx.execute(sql`select 1`)
    await postgres.stop()
    await tx.execute(sql`select 2`)
  })
  await expect(transaction).rejects.toThrow()
  expect(lost).toEqual([])
  const again = await startPostgres({port: Number(new URL(postgres.url).port)})
  expect((await db.execute(sql`select 3 as three`)).rows).toEqual([{three: 3}])
  await close()
  await again.stop()
})
