import {openDatabase} from './database.ts'
import {DeliveryStore} from './deliveries.ts'
import {IdempotencyStore} from './idempotency.ts'
import {ObjectStore} from './objects.ts'
import {transaction} from './transaction.ts'

/** Everything that the stand-in remembers. */
export type Store = {
  objects: ObjectStore
  idempotency: IdempotencyStore
  deliveries: DeliveryStore
  transaction<T>(work: () => T): T
  /** Forgets everything, or everything but products, prices and webhook endpoints. */
  reset(options: {keepSetup: boolean}): void
  close(): void
}

/** Opens the store of a data directory, and makes the directory when it is not there. */
export function openStore(directory: string): Store {
  const database = openDatabase(directory)
  return {
    objects: new ObjectStore(database),
    idempotency: new IdempotencyStore(database),
    deliveries: new DeliveryStore(database),
    transaction: (work) => transaction(database, work),
    reset({keepSetup}) {
      const kept = keepSetup ? "WHERE name NOT IN ('product', 'price', 'webhook_endpoint')" : ''
      transaction(database, () => {
        database.exec(`DELETE FROM objects ${kept}; DELETE FROM idempotency; DELETE FROM deliveries`)
      })
    },
    close: () => database.close(),
  }
}
