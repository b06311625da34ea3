import {join} from 'node:path'
import {sql} from 'drizzle-orm'
import {migrate as applyMigrations} from 'drizzle-orm/node-postgres/migrator'
import type {Database} from './database.ts'

/** Any number that nothing else in this database uses as an advisory lock. */
const MIGRATION_LOCK = 4_917_220_251

/**
 * Brings the database to the schema of this version. Instances that start together wait for each other: the lock is
 * held by the transaction, so that it also ends with a process that is killed.
 *
 * @param folder where the generated SQL is; the process runs in the root of the project.
 */
export async function migrate(
  db: Database,
  folder = join(process.cwd(), 'lib/db/migrations'),
): Promise<void> {
  await db.transaction(async (transaction) => {
    await transaction.execute(sql`select pg_advisory_xact_lock(${MIGRATION_LOCK})`)
    await applyMigrations(transaction, {migrationsFolder: folder})
  })
}
