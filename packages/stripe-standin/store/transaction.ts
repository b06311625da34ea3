import type {DatabaseSync} from 'node:sqlite'

/** Runs `work`, which must not wait for anything, and keeps all of its writes or, when it throws, none of them. */
export function transaction<T>(database: DatabaseSync, work: () => T): T {
  database.exec('BEGIN IMMEDIATE')
  try {
    const result = work()
    database.exec('COMMIT')
    return result
  } catch (error) {
    database.exec('ROLLBACK')
    throw error
  }
}
