import type {Commerce} from '../commerce/context.ts'
import {auditLog} from '../db/schema/audit-log.ts'
import {findOrder} from '../orders/find-order.ts'
import {readServiceData} from './service-data.ts'

/**
 * Everything that a client handed over, credentials included, for the one who does the set-up. That it was looked at is
 * on record before anything is shown.
 *
 * @returns undefined when there is no such order
 */
export async function showServiceData(
  {db, keys}: Pick<Commerce, 'db' | 'keys'>,
  orderId: string,
  actor: string,
): Promise<Map<string, string> | undefined> {
  return db.transaction(async (transaction) => {
    if ((await findOrder(transaction, orderId)) === undefined) return undefined
    await transaction.insert(auditLog).values({actor, action: 'service-data show', orderId})
    return readServiceData(transaction, keys, orderId)
  })
}
